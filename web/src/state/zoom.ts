/** Zooming and panning as plain numbers: a picture of which ``x``, ``y`` pixels are moved and ``scale`` enlarged. */

export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Point {
  x: number;
  y: number;
}

export const FIT: View = { scale: 1, x: 0, y: 0 };
const MOST = 12;

/** Enlarges by ``factor`` with what lies under ``at`` staying there. ``at`` is measured from the window's middle. */
export function zoomed(view: View, factor: number, at: Point): View {
  const scale = Math.min(MOST, Math.max(1, view.scale * factor));
  if (scale === 1) return FIT;
  const by = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by };
}

/** Moves by pixels, no further than half a window beyond the edge. */
export function moved(view: View, by: Point, window: { width: number; height: number }): View {
  if (view.scale === 1) return FIT;
  const limit = (size: number) => (size * view.scale) / 2;
  const held = (value: number, most: number) => Math.min(most, Math.max(-most, value));
  return { ...view, x: held(view.x + by.x, limit(window.width)), y: held(view.y + by.y, limit(window.height)) };
}

/** What two fingers did: from where they were to where they are. */
export function pinched(view: View, before: [Point, Point], now: [Point, Point]): View {
  const apart = (two: [Point, Point]) => Math.hypot(two[0].x - two[1].x, two[0].y - two[1].y) || 1;
  const middle = (two: [Point, Point]) => ({ x: (two[0].x + two[1].x) / 2, y: (two[0].y + two[1].y) / 2 });
  const [from, to] = [middle(before), middle(now)];
  const larger = zoomed(view, apart(now) / apart(before), from);
  return larger.scale === 1 ? FIT : { ...larger, x: larger.x + to.x - from.x, y: larger.y + to.y - from.y };
}
