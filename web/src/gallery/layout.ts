/** Where tiles lie in the grid, which rows are near the window, and where a key leads. Lengths in CSS pixels. */

export interface Layout {
  columns: number;
  /** A row with the gap below it. */
  row: number;
  /** The side of a square tile. */
  side: number;
}

export const GAP = 8;
const WIDE = 168;
const NARROW = 104;
/** Rows that are kept before and behind the window. */
const AHEAD = 3;

export function layoutOf(width: number): Layout {
  const least = width < 560 ? NARROW : WIDE;
  const columns = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  const side = Math.max(0, (width + GAP) / columns - GAP);
  return { columns, side, row: side + GAP };
}

/** The rows to be built, from and until (without it). */
export function rowsNear(layout: Layout, count: number, top: number, height: number): [from: number, until: number] {
  const rows = Math.ceil(count / layout.columns);
  const from = Math.floor(top / layout.row) - AHEAD;
  const until = Math.ceil((top + height) / layout.row) + AHEAD;
  return [Math.min(Math.max(0, from), rows), Math.min(Math.max(0, until), rows)];
}

/** The tile that ``key`` leads to from ``at``; null where it leads nowhere. ``page``: rows in the window. */
export function moved(key: string, whole: boolean, at: number, count: number, columns: number, page: number): number | null {
  const inRow = at % columns;
  const to: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns < 0 ? at : at - columns,
    ArrowDown: at + columns >= count ? (lastRow(at, count, columns) ? at : count - 1) : at + columns,
    PageUp: Math.max(inRow, at - page * columns),
    PageDown: at + page * columns,
    Home: whole ? 0 : at - inRow,
    End: whole ? count - 1 : at - inRow + columns - 1,
  };
  const found = to[key];
  return found === undefined || count === 0 ? null : Math.min(Math.max(0, found), count - 1);
}

const lastRow = (at: number, count: number, columns: number) =>
  Math.floor(at / columns) === Math.floor((count - 1) / columns);

/** Where to scroll so that the tile ``at`` is whole in the window; ``top`` where it is already. */
export function scrolledTo(layout: Layout, at: number, top: number, height: number): number {
  const upper = Math.floor(at / layout.columns) * layout.row;
  if (upper < top) return Math.max(0, upper - GAP);
  return upper + layout.row > top + height ? upper + layout.row - height + GAP : top;
}
