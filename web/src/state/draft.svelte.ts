/** What is being written: the words, and the options for the next picture. They outlive a reload of the tab. */
import type { Options } from "../api/types";

/** A picture to start from: a drawn one or one that was brought. */
export interface Base {
  id: string;
  url: string;
}

/** How far a picture departs from its base unless the slider says so. */
const STRENGTH = 0.6;
const KEPT = "danqing.draft";

class Draft {
  text = $state(sessionStorage.getItem(KEPT) ?? "");
  options = $state<Options>({});
  base = $state.raw<Base | null>(null);
  /** How far the next picture may depart from its base, 0 to 1. */
  strength = $state(STRENGTH);
  /** Counts up when the field should be given the focus. */
  focus = $state(0);

  write(text: string): void {
    this.text = text;
    sessionStorage.setItem(KEPT, text);
  }

  /** Puts words into the field, to be changed by hand. */
  offer(text: string): void {
    this.write(text);
    this.focus += 1;
  }

  /** Has the next picture start from ``base``. */
  startFrom(base: Base): void {
    this.base = { ...base }; // another one than before, even of the same picture
    this.strength = STRENGTH;
    this.focus += 1;
  }

  reset(): void {
    this.options = {};
  }
}

export const draft = new Draft();
