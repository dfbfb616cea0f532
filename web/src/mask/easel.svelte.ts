/** One picture being painted over: its mask, the tool in hand, and what was said. Kept until it is drawn. */
import type { Shot } from "../state/turn";
import { apply, everything, isEmpty, line, made, type Box, type Mask } from "./raster";
import { did, LARGEST, NOTHING_DONE, redo, SMALLEST, undo, rounded, type Dab, type Deed, type History } from "./strokes";
import type { Point } from "../state/zoom";

export type Tool = "brush" | "eraser" | "lasso";

/** How far a painted part may change unless the slider says so. */
const STRENGTH = 0.85;

interface Kept {
  done: Deed[];
  words: string;
  strength: number;
}

export class Easel {
  tool = $state<Tool>("brush");
  /** Radius of the brush in picture pixels. */
  size = $state(1);
  words = $state("");
  strength = $state(STRENGTH);
  history = $state.raw<History>(NOTHING_DONE);
  blank = $state(true);
  /** The lasso's line while it is drawn. */
  loop = $state.raw<Point[]>([]);
  mask: Mask;

  /** Told of every change of the mask, with the pixels that it may have touched. */
  onPainted: (box: Box) => void = () => undefined;

  private stroke: Dab[] = [];
  private readonly longer: number;

  constructor(readonly shot: Shot) {
    this.longer = Math.max(shot.width, shot.height);
    this.size = this.longer / 16;
    const kept = read(shot.id);
    if (kept) {
      this.words = kept.words;
      this.strength = kept.strength;
      this.history = { done: kept.done, undone: [] };
    }
    this.mask = made(shot.width, shot.height, this.history.done);
    this.blank = isEmpty(this.mask);
  }

  get sizes(): [least: number, most: number] {
    return [this.longer * SMALLEST, this.longer * LARGEST];
  }

  resize(factor: number): void {
    const [least, most] = this.sizes;
    this.size = Math.min(most, Math.max(least, this.size * factor));
  }

  /** Begins a stroke or a loop, or goes on with it. */
  to(dab: Dab): void {
    const next = rounded(dab);
    if (this.tool === "lasso") {
      this.loop = [...this.loop, { x: next.x, y: next.y }];
      return;
    }
    const touched = line(this.mask, this.stroke.at(-1), next, this.tool === "brush" ? 255 : 0);
    this.stroke.push(next);
    this.onPainted(touched);
  }

  /** The stroke is whole. */
  finish(): void {
    const [dabs, points, tool] = [this.stroke, this.loop, this.tool];
    this.stroke = [];
    this.loop = [];
    if (tool !== "lasso" && dabs.length) this.take({ kind: tool, dabs });
    if (tool === "lasso" && points.length > 2) this.do({ kind: "lasso", points });
  }

  /** The stroke was none: a second finger came, and two move the picture. */
  abandon(): void {
    this.loop = [];
    if (this.stroke.length) this.again();
    this.stroke = [];
  }

  do(deed: Deed): void {
    apply(this.mask, deed);
    this.take(deed);
    this.onPainted(everything(this.mask));
  }

  undo(): void {
    this.history = undo(this.history);
    this.again();
  }

  redo(): void {
    this.history = redo(this.history);
    this.again();
  }

  keep(): void {
    if (!this.history.done.length && !this.words) {
      this.forget();
      return;
    }
    const kept: Kept = { done: [...this.history.done], words: this.words, strength: this.strength };
    try {
      sessionStorage.setItem(keyOf(this.shot.id), JSON.stringify(kept));
    } catch {
      // The browser's store is full: what was painted lasts as long as the editor is open.
    }
  }

  forget(): void {
    sessionStorage.removeItem(keyOf(this.shot.id));
  }

  private take(deed: Deed): void {
    this.history = did(this.history, deed);
    this.changed();
  }

  private again(): void {
    this.mask = made(this.shot.width, this.shot.height, this.history.done);
    this.onPainted(everything(this.mask));
    this.changed();
  }

  private changed(): void {
    this.blank = isEmpty(this.mask);
    this.keep();
  }
}

const keyOf = (picture: string) => `danqing.mask.${picture}`;

function read(picture: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(picture)) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}
