/** The gallery as far as it was read: lean records of its pictures, in the server's order. */
import { Unreachable } from "../api/client";
import type { GalleryFacts, Kept, Rating } from "../api/types";
import { connection } from "../state/connection.svelte";
import { t } from "../state/language.svelte";
import { ratings } from "../state/ratings.svelte";
import { tabs } from "../state/tabs";
import { calls } from "./calls";
import { wantedOf } from "./wanted";

export interface Tile {
  id: string;
  turn: string;
  conversation: string;
  text: string;
  width: number;
  height: number;
  seed: number;
  index: number;
  rating: Kept["rating"];
  tags: string[];
}

class Gallery {
  tiles = $state.raw<Tile[]>([]);
  facts = $state.raw<GalleryFacts>({ painters: [], styles: [], tags: [] });
  after = $state<string | null>(null);
  /** How many are found in all, read or not; null until that is known. */
  total = $state<number | null>(null);
  loading = $state(false);
  problem = $state("");
  /** The tile that the keyboard is at. */
  active = $state(0);
  /** The picture whose rating the user is asked a reason for. */
  asking = $state<string | null>(null);
  /** How far it is scrolled; outlives the view. */
  top = 0;
  private query: string | null = null;
  private reading = new AbortController();

  constructor() {
    connection.onReturn(() => this.query !== null && void this.look(this.query));
  }

  /** Shows what ``query`` looks for. What is shown already stays, with what was drawn since before it. */
  async look(query: string): Promise<void> {
    const same = query === this.query;
    this.query = query;
    void this.readFacts();
    if (!same) this.total = null;
    await this.read(null, (tiles, after, total) => {
      this.total = total;
      const overlap = same ? tiles.findIndex((tile) => tile.id === this.tiles[0]?.id) : -1;
      if (overlap >= 0) {
        this.tiles = [...tiles.slice(0, overlap), ...this.tiles];
        return;
      }
      this.tiles = tiles;
      this.after = after;
      this.active = this.top = 0;
    });
  }

  /** Reads on, unless it is reading. */
  async more(): Promise<void> {
    if (this.after === null || this.loading) return;
    await this.read(this.after, (tiles, after) => {
      this.tiles = [...this.tiles, ...tiles];
      this.after = after;
    });
  }

  at(id: string): number {
    return this.tiles.findIndex((tile) => tile.id === id);
  }

  change(ids: Iterable<string>, how: (tile: Tile) => Tile): void {
    const meant = new Set(ids);
    this.tiles = this.tiles.map((tile) => (meant.has(tile.id) ? how(tile) : tile));
  }

  /** Says what is thought of a tile, or takes it back where that was said already; a reason is asked for. */
  rate(tile: Tile, wanted: Rating): void {
    const before = ratings.of(tile.id) ?? { rating: tile.rating, reason: "" };
    const next = before.rating === wanted ? null : wanted;
    this.asking = next ? tile.id : null;
    void ratings.rate(tile.id, next, "", before).catch((error: unknown) => this.report(error));
  }

  async tag(ids: string[], add: string[], remove: string[]): Promise<void> {
    await calls.tag(ids, add, remove);
    this.change(ids, (tile) => ({
      ...tile,
      tags: [...tile.tags.filter((tag) => !add.includes(tag) && !remove.includes(tag)), ...add].sort(),
    }));
    await this.readFacts();
  }

  async remove(ids: string[]): Promise<void> {
    await calls.remove(ids);
    const gone = new Set(ids);
    this.tiles = this.tiles.filter((tile) => !gone.has(tile.id));
    if (this.total !== null) this.total -= gone.size;
    tabs.tell(null);
    this.active = Math.min(this.active, Math.max(0, this.tiles.length - 1));
    void this.readFacts();
  }

  report(error: unknown): void {
    if (error instanceof Unreachable) connection.lost();
    this.problem = error instanceof Unreachable || !(error instanceof Error) ? t("gallery_failed") : error.message;
  }

  private async read(after: string | null, take: (tiles: Tile[], after: string | null, total: number | null) => void): Promise<void> {
    this.reading.abort();
    const mine = (this.reading = new AbortController());
    this.loading = true;
    this.problem = "";
    try {
      const page = await calls.page(wantedOf(this.query ?? ""), after, mine.signal);
      if (!mine.signal.aborted) take(page.pictures.map(tileOf), page.after, page.total);
    } catch (error) {
      if (mine.signal.aborted) return;
      this.report(error);
    } finally {
      if (this.reading === mine) this.loading = false;
    }
  }

  private async readFacts(): Promise<void> {
    this.facts = await calls.facts().catch(() => this.facts);
  }
}

export function tileOf(kept: Kept): Tile {
  const { picture } = kept;
  return {
    id: picture.id,
    turn: picture.turn_id,
    conversation: kept.conversation_id,
    text: kept.text,
    width: picture.width,
    height: picture.height,
    seed: picture.seed,
    index: picture.index,
    rating: kept.rating,
    tags: kept.tags,
  };
}

export const gallery = new Gallery();
