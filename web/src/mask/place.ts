/** Where the picture lies in the editor's window, and what lies under the pointer. */
import type { Point, View } from "../state/zoom";

export interface Size {
  width: number;
  height: number;
}

/** Window pixels a picture pixel takes before it is zoomed: as large as fits with ``margin`` around it. */
export function fitting(picture: Size, window: Size, margin: number): number {
  const free = (side: number) => Math.max(1, side - 2 * margin);
  return Math.min(free(window.width) / picture.width, free(window.height) / picture.height);
}

/** From the window, measured from its middle, to the picture's own pixels; outside of the picture, too. */
export function under(at: Point, picture: Size, fit: number, view: View): Point {
  const scale = fit * view.scale;
  return { x: (at.x - view.x) / scale + picture.width / 2, y: (at.y - view.y) / scale + picture.height / 2 };
}

/** And back. */
export function above(pixel: Point, picture: Size, fit: number, view: View): Point {
  const scale = fit * view.scale;
  return { x: (pixel.x - picture.width / 2) * scale + view.x, y: (pixel.y - picture.height / 2) * scale + view.y };
}
