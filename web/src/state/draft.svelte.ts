/** What is being written: the words, and the options for the next picture. They outlive a reload of the tab. */
import type { Options } from "../api/types";
import type { Shot } from "./turn";

const KEPT = "danqing.draft";

class Draft {
  text = $state(sessionStorage.getItem(KEPT) ?? "");
  options = $state<Options>({});
  base = $state<Shot | null>(null);
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

  reset(): void {
    this.options = {};
  }
}

export const draft = new Draft();
