/** Entries of the library as people look for them and read them. */
import type { components } from "../api/schema";
import type { Language } from "../state/language.svelte";

type Entry = components["schemas"]["EntryShown"];
type Pair = { en: string; zh: string };

export const nameOf = (entry: Entry, language: Language) => (language === "zh" ? entry.zh : entry.en);

/** The name in the other language; nothing where both are the same. */
export function otherName(entry: Entry, language: Language): string {
  const other = language === "zh" ? entry.en : entry.zh;
  return other === nameOf(entry, language) ? "" : other;
}

/** Entries whose id or one of whose names holds all of ``words``. */
export function found(entries: readonly Entry[], words: string): Entry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const names = [entry.id, entry.en, entry.zh, ...(entry.also ?? [])].join("\n").toLowerCase();
    return wanted.every((word) => names.includes(word));
  });
}

/** What an entry brings, in a line or two. */
export function sample(kind: string, entry: Entry, language: Language): string {
  const content = entry.content ?? {};
  if (kind === "styles") return String((language === "zh" && content.prose) || content.tags || content.prose || "");
  if (kind === "negatives") return negativeOf(entry);
  if (kind === "wildcards") {
    return ((content.some ?? []) as Pair[]).map((one) => one[language] || one.en).join(language === "zh" ? "、" : ", ") + " …";
  }
  return Object.values((content.scene ?? {}) as Record<string, string | Pair>)
    .map((value) => (typeof value === "string" ? value : (value[language] ?? "")))
    .filter(Boolean)
    .join(" · ");
}

/** The words of a negative that suit any model. */
export function negativeOf(entry: Entry): string {
  return String(((entry.content ?? {}).words as Record<string, string> | undefined)?.all ?? "");
}
