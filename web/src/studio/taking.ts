/** From the library into what is being written. */
import { draft } from "../state/draft.svelte";
import { language } from "../state/language.svelte";
import { router } from "../state/router.svelte";
import { thread } from "../state/thread.svelte";
import { nameOf, negativeOf } from "./library";
import type { Entry } from "./studio.svelte";

export type Kind = "styles" | "presets" | "negatives" | "wildcards";

/** Puts the entry into the options or the words of the next request, and goes there. */
export function take(kind: Kind, entry: Entry): void {
  const name = nameOf(entry, language.now);
  if (kind === "styles") draft.options = { ...draft.options, style: name };
  else if (kind === "presets") draft.options = { ...draft.options, preset: name };
  else if (kind === "negatives") {
    const words = [draft.options.negative, negativeOf(entry)].filter(Boolean).join(", ");
    draft.options = { ...draft.options, negative: words };
  } else draft.write(`${draft.text}${/[^\s\p{Script=Han}]$/u.test(draft.text) ? " " : ""}__${name}__`);
  router.go({ conversation: thread.id, picture: null });
  draft.offer(draft.text);
}
