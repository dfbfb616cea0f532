/** What the user thinks of pictures, as far as it was said on this page. */
import { SvelteMap } from "svelte/reactivity";
import { ask, sent } from "../api/client";
import type { Kept, Rating } from "../api/types";

export interface Rated {
  rating: Kept["rating"];
  reason: string;
}

class Ratings {
  private known = new SvelteMap<string, Rated>();
  private last: Promise<unknown> = Promise.resolve();

  /** What was said here of a picture; undefined where nothing was. */
  of(id: string): Rated | undefined {
    return this.known.get(id);
  }

  /** Shown at once, sent in the order of saying, and taken back where the server does not keep it: then it throws. */
  async rate(id: string, rating: Rating | null, reason: string, before: Rated): Promise<void> {
    this.known.set(id, { rating, reason });
    const asked = this.last.then(() => ask(`/api/pictures/${encodeURIComponent(id)}/rating`, sent("POST", { rating, reason })));
    this.last = asked.catch(() => undefined);
    try {
      await asked;
    } catch (error) {
      this.known.set(id, before);
      throw error;
    }
  }
}

export const ratings = new Ratings();
