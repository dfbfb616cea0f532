import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

const BASE = { id: "p1", url: "/p1" };
const CANVAS = { left: 64, top: 0, right: 0, bottom: 0 };

vi.mock("../studio/studio.svelte", () => ({ studio: { models: null } }));
let page: typeof import("./asked.svelte") & typeof import("../state/draft.svelte");
beforeAll(async () => {
  vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: () => undefined });
  page = { ...(await import("../state/draft.svelte")), ...(await import("./asked.svelte")) };
});
beforeEach(() => {
  page.draft.reset();
  page.draft.write("make it blue");
  page.draft.startFrom(BASE);
  page.setTool("outpaint", CANVAS);
});

const now = () => ({ text: page.draft.text, base: page.draft.base?.id, canvas: page.draft.options.technique?.outpaint?.left });

describe("a turn that the server took", () => {
  it("clears what was for it alone", () => {
    page.setTool("clip_skip", 2);
    const { text, options, taken } = page.asking();
    expect([text, options.base, options.technique?.outpaint]).toEqual(["make it blue", "p1", CANVAS]);
    taken();
    expect(now()).toEqual({ text: "", base: undefined, canvas: undefined });
    expect(page.draft.options.technique?.clip_skip).toBe(2);
  });

  it("leaves what was written and chosen meanwhile", () => {
    const { taken } = page.asking();
    page.draft.write("a dog");
    page.draft.startFrom(BASE);
    page.setTool("outpaint", { ...CANVAS, left: 8 });
    taken();
    expect(now()).toEqual({ text: "a dog", base: "p1", canvas: 8 });
  });

  it("leaves what was written behind it, and how far the next picture departs", () => {
    const { taken } = page.asking();
    page.draft.write("make it blue and green");
    page.draft.strength = 0.9;
    taken();
    expect(now()).toEqual({ text: "and green", base: "p1", canvas: undefined });
  });
});
