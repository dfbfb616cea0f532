/** Words of scenes as people read them. The server says which there are; what it has no word for stays as it is. */
import { api } from "../api/client";
import type { Vocabulary } from "../api/types";
import { language } from "./language.svelte";

const GROUP_OF: Record<string, keyof Vocabulary> = {
  kind: "kinds",
  colour: "colours",
  size: "sizes",
  position: "positions",
  relation: "relations",
  background: "backgrounds",
  style: "styles",
};

const HAN = /\p{Script=Han}/u;
/** Phrases that the server takes at once. */
const MOST = 100;

class Words {
  private known = $state<Vocabulary | null>(null);
  private chinese = $derived(this.known ? glossary(this.known) : new Map<string, string>());
  private translated = $state.raw<Record<string, string>>({});
  private asked = new Set<string>();
  private waiting: string[] = [];

  async load(): Promise<void> {
    this.known ??= await api.words().catch(() => null);
  }

  /** ``cat`` or ``猫``. What is not known yet is asked for, and said in Chinese once it is. */
  say(name: string): string {
    if (language.now === "en" || HAN.test(name)) return name;
    const said = this.chinese.get(name) ?? this.translated[name];
    if (said === undefined) this.ask(name);
    return said ?? name;
  }

  private ask(name: string): void {
    if (this.known === null || this.asked.has(name) || name.length > 200) return;
    this.asked.add(name);
    if (this.waiting.push(name) === 1) queueMicrotask(() => void this.translate());
  }

  private async translate(): Promise<void> {
    while (this.waiting.length) {
      const found = await api.inChinese(this.waiting.splice(0, MOST)).catch(() => ({}));
      this.translated = { ...this.translated, ...found };
    }
  }

  /** What ``field`` may be in the closed vocabulary; nothing for a field that it does not have. */
  choices(field: string): string[] {
    const group = GROUP_OF[field];
    return group && this.known ? this.known[group].map((word) => word.name) : [];
  }
}

function glossary(vocabulary: Vocabulary): Map<string, string> {
  return new Map(Object.values(vocabulary).flatMap((group) => group.map((word) => [word.name, word.zh] as const)));
}

export const words = new Words();
