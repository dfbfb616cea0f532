/** What is done to a mask, as plain data in the picture's own pixels; the mask is what a list of them makes of nothing. */
import type { Point } from "../state/zoom";

/** A point of a stroke with the radius that the brush had there. */
export interface Dab extends Point {
  r: number;
}

export type Deed =
  | { kind: "brush" | "eraser"; dabs: Dab[] }
  | { kind: "lasso"; points: Point[] }
  | { kind: "invert" }
  | { kind: "clear" };

export interface History {
  done: readonly Deed[];
  undone: readonly Deed[];
}

export const NOTHING_DONE: History = { done: [], undone: [] };

/** Radius of a full brush, in shares of the picture's longer side: below it the soft edge leaves nothing to draw. */
export const SMALLEST = 0.02;
export const LARGEST = 0.2;

export const did = (past: History, deed: Deed): History => ({ done: [...past.done, deed], undone: [] });

export function undo(past: History): History {
  const last = past.done.at(-1);
  return last ? { done: past.done.slice(0, -1), undone: [...past.undone, last] } : past;
}

export function redo(past: History): History {
  const next = past.undone.at(-1);
  return next ? { done: [...past.done, next], undone: past.undone.slice(0, -1) } : past;
}

/** The radius under a pen's pressure (0 to 1); other pointers have none, and the whole brush. */
export function radius(full: number, pointer: string, pressure: number): number {
  return pointer === "pen" && pressure > 0 ? full * (0.35 + 0.65 * pressure) : full;
}

/** Dabs from one to the next, so close that their edge looks like a line's; without ``from``, with ``to``. */
export function between(from: Dab, to: Dab): Dab[] {
  const apart = Math.hypot(to.x - from.x, to.y - from.y);
  const gap = Math.max(0.5, Math.min(from.r, to.r) / 6);
  const count = Math.max(1, Math.ceil(apart / gap));
  return Array.from({ length: count }, (_, index) => {
    const part = (index + 1) / count;
    return {
      x: from.x + (to.x - from.x) * part,
      y: from.y + (to.y - from.y) * part,
      r: from.r + (to.r - from.r) * part,
    };
  });
}

/** To a tenth of a pixel: what is kept and compared. */
export function rounded<Kind extends Point>(point: Kind): Kind {
  const short = (value: number) => Math.round(value * 10) / 10;
  return Object.fromEntries(Object.entries(point).map(([name, value]) => [name, short(value as number)])) as unknown as Kind;
}
