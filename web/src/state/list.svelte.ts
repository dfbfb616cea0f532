/** The list of conversations: searched, read in parts, changed. */
import { api, Unreachable } from "../api/client";
import type { ConversationListed } from "../api/types";
import { connection } from "./connection.svelte";
import { tabs } from "./tabs";

class List {
  words = $state("");
  found = $state.raw<ConversationListed[]>([]);
  next = $state<number | null>(null);
  loaded = $state(false);
  failed = $state(false);
  private latest = 0;

  constructor() {
    connection.onReturn(() => void this.reload());
    tabs.onChange(() => void this.reload());
  }

  /** The list from its beginning, as long as it was. */
  async reload(): Promise<void> {
    const mine = ++this.latest;
    try {
      const page = await api.conversations(this.words, 0);
      if (mine !== this.latest) return;
      this.found = page.conversations;
      this.next = page.next_offset;
      this.loaded = true;
      this.failed = false;
    } catch (error) {
      this.fail(error);
    }
  }

  async more(): Promise<void> {
    if (this.next === null) return;
    const mine = this.latest;
    try {
      const page = await api.conversations(this.words, this.next);
      if (mine !== this.latest) return;
      const known = new Set(this.found.map((one) => one.id));
      this.found = [...this.found, ...page.conversations.filter((one) => !known.has(one.id))];
      this.next = page.next_offset;
    } catch (error) {
      this.fail(error);
    }
  }

  search(words: string): void {
    this.words = words;
    void this.reload();
  }

  async rename(id: string, title: string): Promise<void> {
    await api.rename(id, title).then(() => tabs.tell(id), (error: unknown) => this.fail(error));
    await this.reload();
  }

  async remove(id: string): Promise<void> {
    await api.remove(id).then(() => tabs.tell(id), (error: unknown) => this.fail(error));
    await this.reload();
  }

  private fail(error: unknown): void {
    this.failed = true;
    if (error instanceof Unreachable) connection.lost();
  }
}

export const list = new List();
