/** The next training as it is put together: pictures with captions, and what is to be learnt from them. */
import { api, json, sent } from "../api/client";
import type { components } from "../api/schema";
import { LARGEST } from "../restore/brought.svelte";
import { connection } from "../state/connection.svelte";
import { t } from "../state/language.svelte";

type Shapes = components["schemas"];

export interface Lesson {
  picture: string;
  name: string;
  caption: string;
  /** Whether the critic wrote the caption. */
  proposed: boolean;
}

const stem = (name: string) => name.replace(/\.[^.]*$/, "");

class Order {
  lessons = $state<Lesson[]>([]);
  base = $state("starter");
  trigger = $state("");
  name = $state("");
  recipe = $state<Shapes["RecipeBody"]>({});
  /** What suits the base where ``recipe`` says nothing. */
  usual = $state.raw<Shapes["Recipe"] | null>(null);
  busy = $state(false);
  private last = Promise.resolve();
  problem = $state("");

  /** Takes pictures, with the captions that stand in ``.txt`` files of the same names. */
  take = (files: File[]) =>
    this.tried(async () => {
      const texts = files.filter((file) => file.name.endsWith(".txt"));
      const captions = new Map(await Promise.all(texts.map(async (file) => [stem(file.name), await file.text()] as const)));
      for (const lesson of this.lessons) write(lesson, captions.get(stem(lesson.name)) ?? lesson.caption);
      for (const file of files.filter((one) => !texts.includes(one))) {
        if (file.size > LARGEST) throw new Error(`${file.name}: ${t("bring_too_big")}`);
        const picture = await api.bring(file).then(({ id }) => id, (error) => {
          throw new Error(`${file.name}: ${connection.told(error)}`);
        });
        if (this.lessons.some((one) => one.picture === picture)) continue;
        this.lessons.push({ picture, name: file.name, caption: captions.get(stem(file.name)) ?? "", proposed: false });
      }
      await this.propose();
    });

  drop(picture: string): void {
    this.lessons = this.lessons.filter((one) => one.picture !== picture);
  }

  /** Proposed captions are in the words of the base: for another one they are asked for again. */
  choose = (base: string) =>
    this.tried(async () => {
      this.base = base;
      this.usual = await json(`/api/trainings/recipe?${new URLSearchParams({ base })}`);
      for (const lesson of this.lessons) if (lesson.proposed) write(lesson, "");
      await this.propose();
    });

  begin = () =>
    this.tried(async () => {
      const { base, trigger, name, recipe } = this;
      const pictures = this.lessons.map(({ picture, caption }) => ({ picture, caption }));
      await json("/api/trainings", sent("POST", { base, trigger, name, pictures, recipe }));
      this.lessons = [];
      this.recipe = {};
      this.trigger = this.name = "";
    });

  private async propose(): Promise<void> {
    const bare = this.lessons.filter((one) => !one.caption);
    if (!bare.length) return;
    const body = { base: this.base, pictures: bare.map((one) => one.picture) };
    const { captions } = await json<Shapes["CaptionsShown"]>("/api/trainings/captions", sent("POST", body));
    for (const [index, lesson] of bare.entries()) {
      // One that was written meanwhile stays.
      if (!lesson.caption && captions[index]) write(lesson, captions[index], true);
    }
  }

  /** One after the other: what is dropped while something is read waits for it. */
  private tried(work: () => Promise<void>): Promise<void> {
    const mine = this.last.then(async () => {
      this.problem = "";
      await work().catch((error: unknown) => (this.problem = connection.told(error)));
      this.busy = this.last !== mine;
    });
    this.busy = true;
    return (this.last = mine);
  }
}

export function write(lesson: Lesson, caption: string, proposed = false): void {
  if (caption !== lesson.caption) Object.assign(lesson, { caption, proposed });
}

export const order = new Order();
