import { describe, expect, it } from "vitest";
import { GAP, layoutOf, moved, rowsNear, scrolledTo } from "./layout";
import { asked, queryOf, wantedOf } from "./wanted";

describe("the address", () => {
  it("holds what is looked for, and nothing else", () => {
    const wanted = { text: "红色 cat", rating: "like", since: "2026-03-09" };
    expect(wantedOf(queryOf(wanted))).toEqual(wanted);
    expect(wantedOf("text=&other=1&tag=a")).toEqual({ tag: "a" });
  });
  it("names whole days of the user's calendar", () => {
    const day = new Date(2026, 2, 9).getTime() / 1000;
    const next = new Date(2026, 2, 10).getTime() / 1000;
    expect(asked({ text: "cat", since: "2026-03-09", until: "2026-03-09" })).toEqual({
      text: "cat",
      since: String(day),
      until: String(next),
    });
    expect(asked({ since: "yesterday", until: "2026" })).toEqual({});
  });
});

describe("the grid", () => {
  it.each([390, 800, 1440, 3000])("fills a width of %i exactly", (width) => {
    const { columns, side } = layoutOf(width);
    expect(columns * (side + GAP) - GAP).toBeCloseTo(width);
    expect(side).toBeGreaterThan(90);
  });
  it("builds only the rows near the window", () => {
    const layout = { columns: 5, side: 92, row: 100 };
    expect(rowsNear(layout, 5000, 0, 500)).toEqual([0, 8]);
    expect(rowsNear(layout, 5000, 50_000, 500)).toEqual([497, 508]);
    expect(rowsNear(layout, 12, 0, 500)).toEqual([0, 3]);
    expect(rowsNear(layout, 0, 0, 500)).toEqual([0, 0]);
  });
  it.each([
    ["ArrowRight", false, 4, 5],
    ["ArrowLeft", false, 0, 0],
    ["ArrowDown", false, 3, 8],
    ["ArrowDown", false, 9, 11], // below is nothing, and the last row is shorter
    ["ArrowDown", false, 11, 11],
    ["ArrowUp", false, 2, 2],
    ["PageDown", false, 1, 11],
    ["PageUp", false, 7, 2],
    ["Home", false, 7, 5],
    ["End", false, 5, 9],
    ["End", true, 0, 11],
    ["x", false, 0, null],
  ])("%s (whole: %s) leads from %i to %s", (key, whole, at, to) => {
    expect(moved(key, whole, at, 12, 5, 2)).toBe(to);
  });
  it("scrolls as far as a tile needs", () => {
    const layout = { columns: 5, side: 92, row: 100 };
    expect(scrolledTo(layout, 7, 0, 500)).toBe(0);
    expect(scrolledTo(layout, 50, 0, 500)).toBe(1100 - 500 + GAP);
    expect(scrolledTo(layout, 0, 900, 500)).toBe(0);
  });
});
