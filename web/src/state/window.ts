/** Which turns of a long thread are in the document: those near what is seen. The rest is room of the same height. */

/** A thread of up to so many turns is shown whole. */
export const WHOLE = 30;
/** Pixels above and below what is seen within which turns are in the document. */
export const MARGIN = 1200;
/** Height of a turn that was never shown. */
export const GUESS = 640;

/** A turn, or the room of those from ``index`` up to ``end``, which are left out. */
export interface Row {
  index: number;
  end: number;
  room: boolean;
}

/** The turns, first and one behind the last, that lie between ``top`` and ``bottom``; ``gap`` pixels are between two. */
export function within(height: (index: number) => number, count: number, gap: number, top: number, bottom: number): [number, number] {
  let from = -1;
  let y = 0;
  for (let index = 0; index < count; index += 1) {
    const end = y + height(index);
    if (from < 0 && end >= top) from = index;
    if (y > bottom) return [from, index];
    y = end + gap;
  }
  return from < 0 ? [Math.max(0, count - 1), count] : [from, count];
}

/** All rows for the turns ``from`` to ``end`` and the one that is ``held`` there, wherever it lies. */
export function rows(count: number, [from, end]: [number, number], held: number): Row[] {
  const found: Row[] = [];
  let left = 0;
  for (let index = 0; index < count; index += 1) {
    if ((index < from || index >= end) && index !== held) continue;
    if (index > left) found.push({ index: left, end: index, room: true });
    found.push({ index, end: index + 1, room: false });
    left = index + 1;
  }
  if (left < count) found.push({ index: left, end: count, room: true });
  return found;
}

/** Height of the turns from ``index`` up to ``end`` with what lies between them. */
export function room(height: (index: number) => number, { index, end }: Row, gap: number): number {
  let sum = (end - index - 1) * gap;
  for (let at = index; at < end; at += 1) sum += height(at);
  return sum;
}
