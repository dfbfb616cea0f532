import { describe, expect, it } from "vitest";
import type { Event } from "../api/types";
import { after, begun, isLive, progress, type TurnView } from "./turn";

const start = begun("t1", 1, "a red cat", [], {});
const settings = { painter: "p", writer: "w", seed: 7, steps: 4, guidance: 3, width: 64, height: 64, number: 2, embedding: "full", base: null, strength: null, region: null };

function play(events: unknown[], from: TurnView = start): TurnView {
  return events.reduce<TurnView>((turn, event, index) => after(turn, event as Event, from.last + index + 1), from);
}

const step = (picture: number, done: number, preview: string | null = null) => ({ type: "step", picture, step: done, steps: 4, eta_s: 2, preview });
const ready = (index: number) => ({ type: "picture_ready", picture_id: `p${index}`, index, seed: 7 + index, width: 64, height: 64, url: `/${index}`, path: "", seconds: 1 });

describe("a turn's events", () => {
  it("lead from words to pictures", () => {
    const drawing = play([
      { type: "understood", text: "a red cat", language: "en", entities: [] },
      { type: "scene_changed", scene: { subjects: [] }, changes: [], edits: [], left_out: ["a dog"] },
      { type: "text_delta", text: "Drawing " },
      { type: "text_delta", text: "a red cat." },
      { type: "prompt_ready", prompt: "red cat", negative: "", dialect: "d", painter: "p", settings, chosen: { painter: "p", reason: "Drawn with p, because." } },
      { type: "queued", ahead: 1 },
      step(0, 2, "data:1"),
    ]);
    expect(drawing).toMatchObject({ phase: "drawing", reply: "Drawing a red cat.", leftOut: ["a dog"], preview: "data:1", last: 7 });
    expect(drawing.prompt?.chosen).toBe("Drawn with p, because.");
    expect(progress(drawing)).toBeCloseTo(0.25);
    const over = play([ready(0), step(1, 4), ready(1), { type: "finished", total_s: 3 }], drawing);
    expect(over.shots.map((shot) => shot.id)).toEqual(["p0", "p1"]);
    expect(over).toMatchObject({ phase: "over", step: null, preview: null, ending: { type: "finished", seconds: 3 } });
    expect(isLive(over)).toBe(false);
  });

  it("say once what memory had no room for", () => {
    const noticed = { type: "noticed", code: "memory_tiles", message: "Memory was full." };
    expect(play([noticed, step(0, 1), noticed]).notices).toEqual(["Memory was full."]);
  });

  it("may begin again after a crash without doubling anything", () => {
    const understood = { type: "understood", text: "x", language: "en", entities: [] };
    const said = { type: "text_delta", text: "Drawing." };
    const turn = play([understood, said, understood, said, ready(0), ready(0)]);
    expect(turn.reply).toBe("Drawing.");
    expect(turn.shots).toHaveLength(1);
  });

  it("keep a preview until the next one, and not for the next picture", () => {
    const one = play([step(0, 1, "data:1"), step(0, 4)]);
    expect(one.preview).toBe("data:1");
    expect(play([step(1, 1)], one).preview).toBeNull();
  });

  it("of several pictures at once show the first that is not drawn yet, and count all", () => {
    const some = play([{ type: "prompt_ready", prompt: "", negative: "", dialect: "d", painter: "p", settings }, step(0, 1, "data:0"), step(1, 1, "data:1"), step(0, 2)]);
    expect(some).toMatchObject({ preview: "data:0", step: { picture: 0, step: 2 } });
    expect(progress(some)).toBeCloseTo(0.375);
    const later = play([step(0, 4), step(1, 3, "data:2"), ready(0)], some);
    expect(later).toMatchObject({ preview: "data:2", step: { picture: 1, step: 3 } });
    expect(progress(later)).toBeCloseTo(0.875);
  });

  it("end with a message where nothing is drawn", () => {
    for (const type of ["refused", "failed", "cancelled"]) {
      expect(play([{ type, message: "why", code: "c", topic: "t" }]).ending).toMatchObject({ type, message: "why" });
    }
  });
});
