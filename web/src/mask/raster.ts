/** Masks as pixels: one byte each, 255 where the picture may change, 0 elsewhere. Row by row, without a canvas. */
import type { Point } from "../state/zoom";
import { between, type Dab, type Deed } from "./strokes";

export interface Mask {
  width: number;
  height: number;
  bytes: Uint8ClampedArray<ArrayBuffer>;
}

/** Pixels from ``left`` and ``top`` up to, not with, ``right`` and ``bottom``. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const WHITE = 255;

export function empty(width: number, height: number): Mask {
  return { width, height, bytes: new Uint8ClampedArray(width * height) };
}

/** The mask that ``deeds`` make, one after the other. */
export function made(width: number, height: number, deeds: readonly Deed[]): Mask {
  const mask = empty(width, height);
  for (const deed of deeds) apply(mask, deed);
  return mask;
}

export function apply(mask: Mask, deed: Deed): void {
  switch (deed.kind) {
    case "brush":
    case "eraser":
      deed.dabs.forEach((dab, index) => line(mask, deed.dabs[index - 1], dab, deed.kind === "brush" ? WHITE : 0));
      return;
    case "lasso":
      fill(mask, deed.points);
      return;
    case "invert":
      for (let at = 0; at < mask.bytes.length; at++) mask.bytes[at] = WHITE - (mask.bytes[at] ?? 0);
      return;
    case "clear":
      mask.bytes.fill(0);
  }
}

/** Paints from one dab to the next, or one alone. Returns the pixels that it may have touched. */
export function line(mask: Mask, from: Dab | undefined, to: Dab, value: number): Box {
  for (const dab of from ? between(from, to) : [to]) disc(mask, dab, value);
  return around(mask, from ? [from, to] : [to], Math.max(from?.r ?? 0, to.r));
}

/** Pixels whose middle lies in the disc. */
function disc(mask: Mask, { x, y, r }: Dab, value: number): void {
  const top = Math.max(0, Math.ceil(y - r - 0.5));
  const bottom = Math.min(mask.height - 1, Math.floor(y + r - 0.5));
  for (let row = top; row <= bottom; row++) {
    const half = Math.sqrt(Math.max(0, r * r - (row + 0.5 - y) ** 2));
    span(mask, row, x - half, x + half, value);
  }
}

/** Pixels of ``row`` whose middle lies from ``left`` to ``right``. */
function span(mask: Mask, row: number, left: number, right: number, value: number): void {
  const first = Math.max(0, Math.ceil(left - 0.5));
  const last = Math.min(mask.width - 1, Math.floor(right - 0.5));
  if (first <= last) mask.bytes.fill(value, row * mask.width + first, row * mask.width + last + 1);
}

/** Fills what a closed line encloses; where it crosses itself, by the even-odd rule. */
export function fill(mask: Mask, points: readonly Point[]): void {
  if (points.length < 3) return;
  for (let row = 0; row < mask.height; row++) {
    const edges = crossings(points, row + 0.5);
    for (let index = 0; index + 1 < edges.length; index += 2) {
      span(mask, row, edges[index] ?? 0, edges[index + 1] ?? 0, WHITE);
    }
  }
}

function crossings(points: readonly Point[], y: number): number[] {
  const found: number[] = [];
  points.forEach((from, index) => {
    const to = points[(index + 1) % points.length] ?? from;
    if (from.y <= y !== to.y <= y) found.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  });
  return found.sort((a, b) => a - b);
}

/** The whole pixels that hold ``points`` and ``margin`` around them, cut at the picture's edge. */
export function around(mask: Mask, points: readonly Point[], margin: number): Box {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  return {
    left: Math.max(0, Math.floor(Math.min(...xs) - margin)),
    top: Math.max(0, Math.floor(Math.min(...ys) - margin)),
    right: Math.min(mask.width, Math.ceil(Math.max(...xs) + margin)),
    bottom: Math.min(mask.height, Math.ceil(Math.max(...ys) + margin)),
  };
}

export const everything = (mask: Mask): Box => ({ left: 0, top: 0, right: mask.width, bottom: mask.height });
export const isEmpty = (mask: Mask): boolean => !mask.bytes.includes(WHITE);

/** RGBA of the pixels in ``box`` as they lie over the picture: ``colour`` where it may change, its edge stronger. */
export function tinted(mask: Mask, box: Box, colour: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
  const { left, top, right, bottom } = box;
  const wide = right - left;
  const [red = 0, green = 0, blue = 0] = colour;
  const out = new Uint8ClampedArray(wide * (bottom - top) * 4);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if (!mask.bytes[y * mask.width + x]) continue;
      const at = ((y - top) * wide + x - left) * 4;
      out[at] = red;
      out[at + 1] = green;
      out[at + 2] = blue;
      out[at + 3] = onEdge(mask, x, y) ? EDGE : INSIDE;
    }
  }
  return out;
}

const INSIDE = Math.round(0.45 * 255);
const EDGE = Math.round(0.9 * 255);

function onEdge({ width, height, bytes }: Mask, x: number, y: number): boolean {
  const at = y * width + x;
  return (
    (x > 0 && !bytes[at - 1]) || (x < width - 1 && !bytes[at + 1]) || (y > 0 && !bytes[at - width]) || (y < height - 1 && !bytes[at + width])
  );
}

/** RGBA of the whole mask as it is sent: white on black, of the picture's own size. */
export function exported({ width, height, bytes }: Mask): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < bytes.length; pixel++) {
    out.fill(bytes[pixel] ?? 0, pixel * 4, pixel * 4 + 3);
    out[pixel * 4 + 3] = 255;
  }
  return out;
}
