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

class Words {
  private known = $state<Vocabulary | null>(null);
  private chinese = $derived(this.known ? glossary(this.known) : new Map<string, string>());

  async load(): Promise<void> {
    this.known ??= await api.words().catch(() => null);
  }

  /** ``cat`` or ``猫``. */
  say(name: string): string {
    return language.now === "zh" ? (this.chinese.get(name) ?? name) : name;
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
