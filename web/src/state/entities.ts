/** The types of recognised words, and the hue that each family of them is shown in. */

export type Hue = "thing" | "look" | "number" | "setting" | "style" | "mood" | "form" | "without" | "plain";

const HUES: Record<string, Hue> = {
  subject: "thing",
  attribute: "look",
  colour: "look",
  material: "look",
  size: "look",
  count: "number",
  number: "number",
  place: "setting",
  time: "setting",
  weather: "setting",
  background: "setting",
  style: "style",
  artist: "style",
  lighting: "mood",
  composition: "mood",
  mood: "mood",
  canvas: "form",
  position: "form",
  reference: "form",
  text: "form",
  weight: "form",
  exclusion: "without",
};

/** Groups of the starter's closed vocabulary, under the names of the general types. */
const GENERAL: Record<string, string> = {
  kinds: "subject",
  colours: "colour",
  sizes: "size",
  counts: "count",
  ordinals: "reference",
  positions: "position",
  relations: "position",
  backgrounds: "background",
  styles: "style",
  verbs: "verb",
  outside: "other",
};

const KNOWN = new Set([...Object.keys(HUES), "verb"]);

export function typeOf(group: string): string {
  const general = GENERAL[group] ?? group;
  return KNOWN.has(general) ? general : "other";
}

export const hueOf = (type: string): Hue => HUES[type] ?? "plain";
