/** The open conversation: its turns, kept up with by their events, and everything that can be done in it. */
import { api, freshKey, Problem, Unreachable } from "../api/client";
import { follow } from "../api/stream";
import type { Conversation, Edit, Options, Prompt } from "../api/types";
import { connection } from "./connection.svelte";
import { list } from "./list.svelte";
import { router } from "./router.svelte";
import { tabs } from "./tabs";
import { after, begun, isLive, recorded, type TurnView, type Viewed } from "./turn";

/** Streams that are open at once: a browser has six connections for a server, over all its tabs. */
const STREAMS = 2;

class Thread {
  id = $state<string | null>(null);
  shown = $state.raw<Conversation | null>(null);
  turns = $state.raw<TurnView[]>([]);
  loading = $state(false);
  gone = $state(false);
  problem = $state("");
  /** Id of a picture whose link shall have the focus, wherever in the thread it is. */
  sought = $state("");

  private reading = 0;
  private left = new AbortController();
  private followed = new Map<string, AbortController>();
  private asked = new Set<string>();

  constructor() {
    // A hidden page lets its streams go, so that other tabs have theirs; it takes them up again where they were.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.pause() : void this.refresh()));
    connection.onReturn(() => void this.refresh());
    tabs.onChange((id) => (id === null || id === this.id) && void this.refresh());
  }

  get live(): boolean {
    return this.turns.some(isLive);
  }

  get pictures(): Viewed[] {
    return this.turns.flatMap((turn) => turn.shots.map((shot) => ({ shot, turn })));
  }

  /** Opens a conversation, or the empty sheet for ``null``. */
  async open(id: string | null): Promise<void> {
    if (id === this.id) return;
    this.leave();
    this.id = id;
    if (id === null) return;
    this.loading = true;
    await this.refresh();
    if (this.id === id) this.loading = false;
  }

  private leave(): void {
    this.left.abort();
    this.left = new AbortController();
    this.pause();
    this.asked.clear();
    this.turns = [];
    this.shown = null;
    this.gone = this.loading = false;
    this.problem = "";
  }

  private pause(): void {
    for (const stream of this.followed.values()) stream.abort();
    this.followed.clear();
  }

  /** Reads the record again; what the events told stays. */
  async refresh(): Promise<void> {
    const id = this.id;
    if (id === null) return;
    const signal = this.left.signal;
    const mine = ++this.reading;
    try {
      const shown = await api.conversation(id, signal);
      if (this.id !== id || mine !== this.reading) return; // a later answer holds more
      this.shown = shown;
      this.gone = false;
      this.turns = shown.turns.map((turn) => merged(recorded(turn), this.find(turn.id)));
      this.followLive();
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && error.status === 404) this.gone = true;
      else this.report(error);
    }
  }

  /** Sends a request; the words, the edits or both. Makes the conversation where there is none yet. */
  async submit(text: string, edits: Edit[] | null = null, options: Options = {}, prompt: Prompt | null = null): Promise<boolean> {
    this.problem = "";
    try {
      const id = this.id ?? (await this.begin());
      const turn = await api.submit(id, text, edits, options, prompt, freshKey());
      tabs.tell(id);
      if (this.id !== id) return true;
      const number = (this.turns.at(-1)?.number ?? 0) + 1;
      if (!this.find(turn)) this.turns = [...this.turns, begun(turn, number, text, edits ?? [], options)];
      this.followLive();
      void list.reload();
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  private async begin(): Promise<string> {
    const id = await api.create();
    this.id = id;
    router.go({ conversation: id, picture: null });
    return id;
  }

  /** Whether the server was told. */
  async cancel(turn: TurnView): Promise<boolean> {
    try {
      await api.cancel(turn.id);
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  /** Makes the scene of an earlier turn the present one. */
  async goTo(number: number): Promise<boolean> {
    if (this.id === null) return false;
    try {
      this.shown = await api.goTo(this.id, number);
      tabs.tell(this.id);
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  /** A picture of ``turn`` changed where the mask in ``options`` allows it; without words that part is drawn anew. */
  async paintOver(turn: TurnView, text: string, options: Options): Promise<boolean> {
    return (await this.at(turn)) && (await this.submit(text, text ? null : [], options));
  }

  /** Another picture of the scene that ``turn`` drew, with a new seed. */
  async vary(turn: TurnView, options: Options = {}): Promise<void> {
    if (await this.at(turn)) await this.submit("", [], { ...kept(turn), ...options });
  }

  /** Goes to the scene that ``turn`` drew, where it is not the present one. */
  private async at(turn: TurnView): Promise<boolean> {
    const there = turn.sceneNumber === null || turn.sceneNumber === this.shown?.scene_number;
    return there || (await this.goTo(turn.sceneNumber ?? 1));
  }

  /** Once more what came to nothing: the request itself, or its drawing where the scene has taken it in already. */
  async again(turn: TurnView): Promise<void> {
    if (turn.sceneNumber !== null && turn.prompt !== null) await this.vary(turn);
    else await this.submit(turn.text, turn.text ? null : turn.edits, turn.options);
  }

  /** Asks for what the record does not tell of a turn that is over: entities, changes, prompt. */
  async details(id: string): Promise<void> {
    const turn = this.find(id);
    if (!turn || turn.told || isLive(turn) || this.asked.has(id)) return;
    this.asked.add(id);
    try {
      const events = await api.told(id, this.left.signal);
      this.change(id, (now) => events.reduce((view, event, index) => after(view, event, index + 1), now));
    } catch {
      this.asked.delete(id); // asked again when it is looked at again
    }
  }

  private find(id: string): TurnView | undefined {
    return this.turns.find((turn) => turn.id === id);
  }

  private change(id: string, how: (turn: TurnView) => TurnView): void {
    this.turns = this.turns.map((turn) => (turn.id === id ? how(turn) : turn));
  }

  private followLive(): void {
    if (document.hidden) return;
    const waiting = this.turns.filter((turn) => isLive(turn) && !this.followed.has(turn.id));
    for (const turn of waiting.slice(0, Math.max(0, STREAMS - this.followed.size))) void this.follow(turn);
  }

  private async follow(turn: TurnView): Promise<void> {
    const stream = new AbortController();
    this.followed.set(turn.id, stream);
    try {
      await follow(
        turn.id,
        turn.last,
        ({ number, event }) => {
          connection.works();
          this.change(turn.id, (now) => after(now, event, number));
          if (event.type === "queued") void this.refresh(); // the scene has taken the request in
        },
        (error) => error instanceof Unreachable && connection.lost(),
        stream.signal,
      );
    } catch (error) {
      this.report(error);
    }
    if (stream.signal.aborted) return;
    this.followed.delete(turn.id);
    await this.refresh();
    void list.reload();
  }

  private report(error: unknown): void {
    if (error instanceof Unreachable) connection.lost();
    else this.problem = error instanceof Error ? error.message : String(error);
  }
}

/** The record with what events told, where they told more. */
function merged(record: TurnView, known: TurnView | undefined): TurnView {
  if (!known) return record;
  if (isLive(known) && !isLive(record)) return { ...record, last: known.last };
  const shots = isLive(record) && record.shots.length < known.shots.length ? known.shots : record.shots;
  return { ...known, sceneNumber: record.sceneNumber ?? known.sceneNumber, shots };
}

/** The options of a turn that another try keeps: all but the seeds, and the way to another one's. */
function kept(turn: TurnView): Options {
  const { seed: _, layout_seed: __, technique, ...rest } = turn.options;
  return technique ? { ...rest, technique: { ...technique, variation: null } } : rest;
}

export const thread = new Thread();
