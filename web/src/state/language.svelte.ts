/** The page's language, and its sentences in it. */
import { texts, type Key } from "./texts";

export type Language = "en" | "zh";

const KEPT = "danqing.language";

function first(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "en" || kept === "zh") return kept;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith("zh")) ? "zh" : "en";
}

class PageLanguage {
  now = $state<Language>(first());

  choose(language: Language): void {
    this.now = language;
    localStorage.setItem(KEPT, language);
  }
}

export const language = new PageLanguage();

export type Params = Record<string, string | number>;

/** The sentence under ``key``, its ``{names}`` filled from ``params``. */
export function t(key: Key, params: Params = {}): string {
  const pair = texts[key];
  return pair[language.now === "zh" ? 1 : 0].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
}
