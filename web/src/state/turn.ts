/** A turn as the page shows it, made from the conversation's record and from the turn's events. No side effects. */
import type { Change, Edit, Entity, Event, EventOf, Options, Scene, Settings, Turn } from "../api/types";

export interface Shot {
  id: string;
  index: number;
  url: string;
  width: number;
  height: number;
  seed: number;
  seconds: number | null;
}

/** A picture that is looked at, with its turn; ``conversation`` where that is not the open one. */
export interface Viewed {
  shot: Shot;
  turn: TurnView;
  conversation?: string;
}

export interface Ending {
  type: "finished" | "refused" | "failed" | "cancelled";
  message: string;
  seconds: number | null;
}

export type Phase = "reading" | "queued" | "loading" | "drawing" | "over";

export interface TurnView {
  id: string;
  number: number;
  text: string;
  edits: Edit[];
  options: Options;
  createdAt: number;
  phase: Phase;
  /** Number of the last event that is in here. */
  last: number;
  /** Whether more is known than the record tells: entities, changes, prompt. */
  told: boolean;
  language: string;
  entities: Entity[];
  scene: Scene | null;
  sceneNumber: number | null;
  changes: Change[];
  leftOut: string[];
  fallback: string | null;
  /** What was done otherwise than asked, because memory was full. */
  notices: string[];
  redraw: EventOf<"scene_changed">["redraw"] | null;
  reply: string;
  question: { text: string; choices: { label: string; edits: Edit[] }[] } | null;
  prompt: { text: string; negative: string; dialect: string; settings: Settings; dropped: { text: string; reason: string }[]; chosen: string } | null;
  ahead: number;
  model: string;
  /** Of the first picture that is not drawn yet: several may be drawn at the same time. */
  step: { picture: number; step: number; steps: number; eta: number | null } | null;
  /** How much of each picture is drawn, 0 to 1, by its index. */
  done: Record<number, number>;
  preview: string | null;
  shots: Shot[];
  ending: Ending | null;
}

/** A turn that was sent just now. */
export function begun(id: string, number: number, text: string, edits: Edit[], options: Options): TurnView {
  return {
    id,
    number,
    text,
    edits,
    options,
    createdAt: Date.now() / 1000,
    phase: "reading",
    last: 0,
    told: false,
    language: "",
    entities: [],
    scene: null,
    sceneNumber: null,
    changes: [],
    leftOut: [],
    fallback: null,
    notices: [],
    redraw: null,
    reply: "",
    question: null,
    prompt: null,
    ahead: 0,
    model: "",
    step: null,
    done: {},
    preview: null,
    shots: [],
    ending: null,
  };
}

const OVER = new Set(["finished", "refused", "failed", "cancelled"]);

/** A turn as the conversation's record tells it. */
export function recorded(turn: Turn): TurnView {
  const over = OVER.has(turn.state);
  return {
    ...begun(turn.id, turn.number, turn.text, turn.edits as Edit[], turn.options),
    createdAt: turn.created_at,
    phase: over ? "over" : turn.state === "accepted" ? "queued" : "reading",
    sceneNumber: turn.scene_number,
    leftOut: turn.left_out,
    reply: over ? turn.reply : "",
    shots: turn.pictures.map((picture) => ({
      id: picture.id,
      index: picture.index,
      url: picture.file,
      width: picture.width,
      height: picture.height,
      seed: picture.seed,
      seconds: picture.seconds,
    })),
    ending: over ? { type: turn.state as Ending["type"], message: "", seconds: null } : null,
  };
}

/** The turn after ``event``, the ``number``-th of its stream. Understands a stream that starts again from its first event. */
export function after(turn: TurnView, event: Event, number: number): TurnView {
  return { ...turn, ...told(turn, event), last: Math.max(turn.last, number), told: true };
}

function told(turn: TurnView, event: Event): Partial<TurnView> {
  switch (event.type) {
    case "understood":
      return { entities: event.entities ?? [], language: event.language, reply: "" };
    case "scene_changed":
      return {
        scene: event.scene as unknown as Scene,
        changes: (event.changes ?? []) as unknown as Change[],
        leftOut: event.left_out ?? [],
        fallback: event.fallback ?? null,
        redraw: event.redraw ?? null,
      };
    case "text_delta":
      return { reply: turn.reply + event.text };
    case "asked":
      return { question: { text: event.question, choices: event.choices as { label: string; edits: Edit[] }[] } };
    case "prompt_ready":
      return {
        prompt: {
          text: event.prompt,
          negative: event.negative,
          dialect: event.dialect,
          settings: event.settings,
          dropped: event.dropped ?? [],
          chosen: event.chosen?.reason ?? "",
        },
      };
    case "queued":
      return { phase: "queued", ahead: event.ahead };
    case "noticed":
      return { notices: [...turn.notices.filter((one) => one !== event.message), event.message] };
    case "model_loading":
      return { phase: "loading", model: event.model };
    case "step":
      return stepped(turn, event);
    case "picture_ready":
      return { shots: withShot(turn.shots, event), preview: turn.step && turn.step.picture > event.index ? turn.preview : null };
    case "refused":
    case "failed":
    case "cancelled":
      return ended({ type: event.type, message: event.message, seconds: null });
    case "finished":
      return ended({ type: "finished", message: "", seconds: event.total_s });
  }
}

function stepped(turn: TurnView, event: EventOf<"step">): Partial<TurnView> {
  const done = { ...turn.done, [event.picture]: event.step / event.steps };
  const { step } = turn;
  if (step && step.picture < event.picture && step.step < step.steps) return { done };
  return {
    phase: "drawing",
    step: { picture: event.picture, step: event.step, steps: event.steps, eta: event.eta_s ?? null },
    done,
    preview: event.preview ?? (step && step.picture !== event.picture ? null : turn.preview),
  };
}

function withShot(shots: Shot[], event: EventOf<"picture_ready">): Shot[] {
  const shot: Shot = {
    id: event.picture_id,
    index: event.index,
    url: event.url,
    width: event.width,
    height: event.height,
    seed: event.seed,
    seconds: event.seconds,
  };
  return [...shots.filter((one) => one.index !== event.index), shot].sort((a, b) => a.index - b.index);
}

function ended(ending: Ending): Partial<TurnView> {
  return { phase: "over", ending, step: null, preview: null };
}

/** How much of the turn's drawing is done, 0 to 1. */
export function progress(turn: TurnView): number {
  if (!turn.step) return 0;
  const done = { ...turn.done };
  for (const shot of turn.shots) done[shot.index] = 1;
  const sum = Object.values(done).reduce((all, part) => all + part, 0);
  return Math.min(1, sum / (turn.prompt?.settings.number ?? 1));
}

export const isLive = (turn: TurnView): boolean => turn.phase !== "over";
