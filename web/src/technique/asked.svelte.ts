/** The tools of the next picture, by what the picture model that draws it can do. */
import type { Abilities, Options, Technique } from "../api/types";
import { draft } from "../state/draft.svelte";
import { studio } from "../studio/studio.svelte";
import { changed, together, within } from "./technique";

/**
 * Of the model that is chosen for the next picture, else of the one in use; null while it is not known.
 * Where the router chooses: all that any model can do, since it takes one that can do what is asked for.
 */
export function abilities(): Abilities | null {
  const chosen = draft.options.painter;
  const painters = studio.models?.filter((one) => one.role === "painter");
  if (chosen === "auto") return together(painters?.flatMap((one) => one.abilities ?? []) ?? []);
  return painters?.find((one) => (chosen ? one.id === chosen : one.in_use))?.abilities ?? null;
}

export function setTool<Name extends keyof Technique>(name: Name, value: Technique[Name]): void {
  const { technique, ...rest } = draft.options;
  const after = changed(technique, name, value);
  draft.options = after ? { ...rest, technique: after } : rest;
}

/** The options of the next turn, with the picture that it starts from. */
function askedFor(): Options {
  const { technique, ...rest } = draft.options;
  const tools = within(technique, abilities(), draft.base !== null);
  const base = draft.base ? { base: draft.base.id, strength: draft.strength } : {};
  return { ...rest, ...(tools ? { technique: tools } : {}), ...base };
}

/**
 * What is being written, as the next turn is asked for. ``taken``, once the server has it, clears what was for that
 * turn alone: its words, its picture to start from and the canvas around it. What came in meanwhile is for the next one.
 */
export function asking(): { text: string; options: Options; taken: () => void } {
  const text = draft.text.trim();
  const { base, strength } = draft;
  const outpaint = draft.options.technique?.outpaint;
  const taken = () => {
    const now = draft.text.trimStart();
    if (now.startsWith(text)) draft.write(now.slice(text.length).trimStart());
    if (draft.base === base && draft.strength === strength) draft.base = null;
    if (draft.options.technique?.outpaint === outpaint) setTool("outpaint", null);
  };
  return { text, options: askedFor(), taken };
}
