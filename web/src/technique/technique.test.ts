import { describe, expect, it } from "vitest";
import type { Abilities, Technique } from "../api/types";
import { canAnything, changed, fileOf, PLAIN, suits, toldOf, within } from "./technique";

const NOTHING: Abilities = {
  samplers: [], controls: [], loras: false, clip_skip: false, highres: false, outpaint: false, variation: false,
};
const FULL: Technique = {
  sampler: "euler-a",
  clip_skip: 2,
  loras: [{ id: "ink", weight: 0.8 }, { id: "neon", weight: 1 }],
  controls: [{ kind: "pose", image: "p1", weight: 1 }, { kind: "depth", image: "i1", weight: 0.5 }],
  highres: 2,
  outpaint: { left: 64, top: 0, right: 8, bottom: 0 },
  variation: { seed: 7, amount: 0.3 },
};

describe("the engine's tools", () => {
  it("are set one by one and vanish when all are left to the model", () => {
    const one = changed(undefined, "sampler", "heun");
    expect(one).toEqual({ ...PLAIN, sampler: "heun" });
    const two = changed(one, "loras", [{ id: "ink", weight: 1 }]);
    expect(changed(two, "loras", [])).toEqual(one);
    expect(changed(one, "sampler", null)).toBeUndefined();
  });

  it("are cut to what the model can do", () => {
    expect(within(FULL, { ...NOTHING, samplers: ["heun"], controls: ["pose"], clip_skip: true }, true)).toEqual({
      sampler: null, clip_skip: 2, loras: [], controls: [FULL.controls[0]], highres: null, outpaint: null, variation: null,
    });
    expect(within(FULL, NOTHING, true)).toBeUndefined();
    expect(within(undefined, null, true)).toBeUndefined();
  });

  it("leave out LoRAs that were made for other models", () => {
    const bases: Record<string, string | null> = { ink: "sdxl", neon: null };
    const only = within(FULL, null, true, (id) => suits(bases[id] ?? null, ["sd15"]));
    expect(only?.loras).toEqual([{ id: "neon", weight: 1 }]);
    expect([suits("sdxl", null), suits("sdxl", ["sd15", "sdxl"])]).toEqual([true, true]);
  });

  it("are sent whole while nobody knows the model, canvas only around a picture", () => {
    expect(within(FULL, null, true)).toEqual(FULL);
    expect(within(FULL, null, false)).toEqual({ ...FULL, outpaint: null });
  });

  it("are offered where there are any", () => {
    expect(canAnything(null)).toBe(false);
    expect(canAnything(NOTHING)).toBe(false);
    expect(canAnything({ ...NOTHING, samplers: ["heun"] })).toBe(true);
    expect(canAnything({ ...NOTHING, variation: true })).toBe(true);
  });

  it("are told", () => {
    expect(toldOf(PLAIN, String)).toEqual([]);
    expect(Object.fromEntries(toldOf(FULL, (kind) => kind.toUpperCase()))).toEqual({
      tool_sampler: "euler-a",
      tool_clip_skip: "2",
      tool_loras: "ink × 0.8, neon",
      tool_controls: "POSE, DEPTH × 0.5",
      tool_highres: "× 2",
      tool_outpaint: "← 64 ↑ 0 → 8 ↓ 0",
      tool_variation: "7 · 30 %",
    });
  });

  it("have pictures in two places", () => {
    expect(fileOf("p1")).toBe("/api/pictures/p1/file");
    expect(fileOf("i1")).toBe("/api/inputs/i1/file");
  });
});
