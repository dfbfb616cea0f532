/** Which pictures of the gallery are selected. */
import { gallery } from "./gallery.svelte";

class Chosen {
  ids = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range begins. */
  private anchor = 0;

  toggle(at: number): void {
    const id = gallery.tiles[at]?.id;
    if (!id) return;
    const ids = new Set(this.ids);
    if (!ids.delete(id)) ids.add(id);
    this.ids = ids;
    this.anchor = at;
  }

  /** Adds all from where the last one was selected, or from ``from``, to ``at``. */
  range(at: number, from = this.anchor): void {
    const [first, last] = [Math.min(from, at), Math.max(from, at)];
    this.ids = new Set([...this.ids, ...gallery.tiles.slice(first, last + 1).map((tile) => tile.id)]);
  }

  all(): void {
    this.ids = new Set(gallery.tiles.map((tile) => tile.id));
  }

  clear(): void {
    this.ids = new Set();
  }
}

export const chosen = new Chosen();
