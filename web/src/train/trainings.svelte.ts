/** The trainings that there are, and the one that is being carried out as it is watched. */
import { ask, json, sent } from "../api/client";
import { follow } from "../api/stream";
import { connection } from "../state/connection.svelte";
import { studio } from "../studio/studio.svelte";
import { after, isOpen, unseen, type Training, type TrainingEvent, type Watched } from "./watch";

const at = (training: Training) => `/api/trainings/${training.id}`;

class Trainings {
  all = $state.raw<Training[]>([]);
  watched = $state.raw<Record<string, Watched>>({});
  problem = $state("");
  private left: AbortController | null = null;
  private asked = 0;
  private shown = 0;

  /** Answers may overtake one another: none takes the place of one that was asked for later. */
  reload = () =>
    this.tried(async () => {
      const mine = ++this.asked;
      const { trainings } = await json<{ trainings: Training[] }>("/api/trainings");
      if (mine < this.shown) return;
      this.shown = mine;
      this.all = trainings;
    });

  /** Follows the one that is carried out, then the next, until ``leave`` is called: one stream, no more. */
  async watch(): Promise<void> {
    this.leave();
    const { signal } = (this.left = new AbortController());
    await this.reload();
    const next = this.all.findLast(isOpen); // the oldest
    if (!next || document.hidden || signal.aborted) return;
    await this.tried(async () => {
      const take = ({ number, event }: { number: number; event: TrainingEvent }) => {
        connection.works();
        this.see(next, event, number);
      };
      await follow(next.events, this.watched[next.id]?.last ?? 0, take, (error) => void connection.told(error), signal);
      if (signal.aborted) return;
      void studio.loadModels(); // the adapter is among them now
      await this.watch();
    });
  }

  leave(): void {
    this.left?.abort();
  }

  /** Reads what was told of one that is over. */
  look = (training: Training) =>
    this.tried(async () => {
      if (this.watched[training.id]) return;
      const events = await json<TrainingEvent[]>(training.events, { headers: { Accept: "application/json" } });
      for (const [index, event] of events.entries()) this.see(training, event, index + 1);
    });

  cancel = (training: Training) => this.changed(`${at(training)}/cancel`, "POST");
  goOn = async (training: Training) => {
    await this.changed(`${at(training)}/resume`, "POST");
    if (!this.problem) await this.watch();
  };
  remove = (training: Training) => this.changed(at(training), "DELETE");

  private changed = (place: string, method: string) =>
    this.tried(async () => {
      await ask(place, sent(method));
      await this.reload();
    });

  private see(training: Training, event: TrainingEvent, number: number): void {
    const before = this.watched[training.id] ?? unseen(training);
    this.watched = { ...this.watched, [training.id]: after(before, event, number) };
  }

  private async tried(work: () => Promise<unknown>): Promise<void> {
    this.problem = "";
    try {
      await work();
    } catch (error) {
      this.problem = connection.told(error);
    }
  }
}

export const trainings = new Trainings();
