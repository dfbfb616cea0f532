/** A picture file that the user brings: read, sent, and what came of it. */
import { api, Problem, Unreachable } from "../api/client";
import type { Input } from "../api/types";
import { connection } from "../state/connection.svelte";
import { t } from "../state/language.svelte";

export const LARGEST = 20_000_000;

class Brought {
  reading = $state(false);
  input = $state.raw<Input | null>(null);
  problem = $state("");

  async take(file: Blob): Promise<void> {
    this.drop();
    if (file.size > LARGEST) {
      this.problem = t("bring_too_big");
      return;
    }
    this.reading = true;
    try {
      this.input = await api.bring(file);
    } catch (error) {
      if (error instanceof Unreachable) connection.lost();
      this.problem = error instanceof Problem ? error.message : t("bring_unreachable");
    }
    this.reading = false;
  }

  drop(): void {
    this.input = null;
    this.problem = "";
  }
}

export const brought = new Brought();
