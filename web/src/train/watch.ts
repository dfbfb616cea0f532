/** A training as it is watched, made from its events. No side effects. */
import type { components, operations } from "../api/schema";

export type Training = components["schemas"]["TrainingShown"];
type Replay = operations["follow_training_api_trainings__training_id__events_get"]["responses"][200]["content"];
export type TrainingEvent = Replay["application/json"][number];

export const isOpen = (training: Training) => training.state === "queued" || training.state === "running";

/** Whether it can go on from its last checkpoint. */
export const isStopped = (training: Training) => training.state === "failed" || training.state === "cancelled";

type Point = readonly [step: number, loss: number];

export interface Watched {
  /** Number of the last event that is in here. */
  last: number;
  preparing: { done: number; total: number } | null;
  step: number;
  steps: number;
  left: number | null;
  losses: readonly Point[];
  samples: readonly { step: number; urls: readonly string[] }[];
}

export const unseen = (training: Training): Watched => ({
  last: 0,
  preparing: null,
  step: training.step,
  steps: training.steps,
  left: null,
  losses: [],
  samples: [],
});

/** What is known after one more event. Steps that come again after a restart take the place of those before. */
export function after(view: Watched, event: TrainingEvent, number: number): Watched {
  const next = { ...view, last: number };
  switch (event.type) {
    case "preparing":
      return { ...next, preparing: { done: event.done, total: event.total } };
    case "begun":
      return {
        ...next,
        preparing: null,
        step: event.step,
        steps: event.steps,
        losses: view.losses.filter(([step]) => step <= event.step),
        samples: view.samples.filter(({ step }) => step <= event.step),
      };
    case "step":
      return {
        ...next,
        preparing: null,
        step: event.step,
        left: event.left_s ?? null,
        losses: [...view.losses, [event.step, event.loss]],
      };
    case "samples":
      return { ...next, samples: [...view.samples, { step: event.step, urls: event.urls }] };
    default:
      return next;
  }
}

/** The running mean that weighs the newest 20 or so, early on all alike: single steps jump. */
export function smoothed(losses: readonly Point[]): Point[] {
  let mean = 0;
  return losses.map(([step, loss], index) => [step, (mean += (loss - mean) * Math.max(0.05, 1 / (index + 1)))]);
}

/** ``x,y`` pairs of a line over a field of 100 by 40, the largest loss at its top. */
export function line(points: readonly Point[], scale: readonly Point[] = points): string {
  const values = scale.map(([, loss]) => loss);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [scale[0]?.[0] ?? 0, scale.at(-1)?.[0] ?? 1];
  const across = (step: number) => (100 * (step - first)) / Math.max(1, last - first);
  const down = (loss: number) => 40 - (40 * (loss - low)) / Math.max(1e-9, high - low);
  return points.map(([step, loss]) => `${across(step).toFixed(2)},${down(loss).toFixed(2)}`).join(" ");
}
