import { describe, expect, it } from "vitest";
import { FIT, zoomed } from "../state/zoom";
import { above, fitting, under } from "./place";
import { apply, empty, exported, fill, isEmpty, line, made, tinted, everything, type Mask } from "./raster";
import { between, did, NOTHING_DONE, radius, redo, rounded, undo, type Deed } from "./strokes";

const drawn = (mask: Mask) =>
  Array.from({ length: mask.height }, (_, row) =>
    Array.from(mask.bytes.subarray(row * mask.width, (row + 1) * mask.width), (value) => (value ? "#" : ".")).join(""),
  );
const square = (from: number, to: number) => [
  { x: from, y: from },
  { x: to, y: from },
  { x: to, y: to },
  { x: from, y: to },
];

describe("strokes", () => {
  it("leave no gap between two far points, and end at the last", () => {
    const dabs = between({ x: 0, y: 0, r: 6 }, { x: 30, y: 40, r: 12 });
    const far = dabs.map((dab, index) => Math.hypot(dab.x - (dabs[index - 1]?.x ?? 0), dab.y - (dabs[index - 1]?.y ?? 0)));
    expect(Math.max(...far)).toBeLessThanOrEqual(1.001);
    expect(dabs.at(-1)).toEqual({ x: 30, y: 40, r: 12 });
    expect(dabs[dabs.length / 2 - 1]?.r).toBeCloseTo(9, 1);
  });
  it("cover exactly the pixels whose middles the brush passes over", () => {
    const mask = empty(8, 5);
    apply(mask, { kind: "brush", dabs: [{ x: 2, y: 2.5, r: 1.2 }, { x: 6, y: 2.5, r: 1.2 }] });
    expect(drawn(mask)).toEqual(["........", ".######.", ".######.", ".######.", "........"]);
  });
  it("tell which pixels they touched, within the picture", () => {
    expect(line(empty(10, 10), undefined, { x: 1, y: 9, r: 2.5 }, 255)).toEqual({ left: 0, top: 6, right: 4, bottom: 10 });
    expect(line(empty(10, 10), { x: 4, y: 4, r: 1 }, { x: 6, y: 4, r: 2 }, 255)).toEqual({ left: 2, top: 2, right: 8, bottom: 6 });
  });
  it("are thinner under a light pen only", () => {
    expect([radius(10, "mouse", 0.5), radius(10, "touch", 0), radius(10, "pen", 1), radius(10, "pen", 0)]).toEqual([10, 10, 10, 10]);
    expect(radius(10, "pen", 0.2)).toBeCloseTo(4.8);
  });
  it("are kept to a tenth of a pixel", () => {
    expect(rounded({ x: 1.2345, y: 6.78, r: 9 })).toEqual({ x: 1.2, y: 6.8, r: 9 });
  });
});

describe("the lasso", () => {
  it("fills what it encloses, closed by itself", () => {
    const mask = empty(6, 6);
    fill(mask, square(1, 5));
    expect(drawn(mask)).toEqual(["......", ".####.", ".####.", ".####.", ".####.", "......"]);
  });
  it("leaves a hole where it goes round twice", () => {
    const mask = empty(6, 6);
    fill(mask, [...square(0, 6), { x: 0, y: 0 }, ...square(2, 4), { x: 2, y: 2 }]);
    expect(drawn(mask)[2]).toBe("##..##");
  });
  it("is cut at the edge, and nothing where it encloses nothing", () => {
    const mask = empty(4, 4);
    fill(mask, [{ x: 0, y: 0 }, { x: 4, y: 4 }]);
    expect(isEmpty(mask)).toBe(true);
    fill(mask, square(-9, 99));
    expect(drawn(mask)).toEqual(Array(4).fill("####"));
  });
});

describe("deeds", () => {
  const dot: Deed = { kind: "brush", dabs: [{ x: 2, y: 2, r: 1 }] };
  const wipe: Deed = { kind: "eraser", dabs: [{ x: 2, y: 2, r: 1 }] };
  it("are undone and done again, and a new one forgets what was undone", () => {
    const two = did(did(NOTHING_DONE, dot), wipe);
    expect(undo(two)).toEqual({ done: [dot], undone: [wipe] });
    expect(redo(undo(two))).toEqual(two);
    expect(did(undo(two), { kind: "clear" })).toEqual({ done: [dot, { kind: "clear" }], undone: [] });
    expect([undo(NOTHING_DONE), redo(two)]).toEqual([NOTHING_DONE, two]);
  });
  it("make the mask in their order", () => {
    expect(isEmpty(made(4, 4, [dot, wipe]))).toBe(true);
    expect(drawn(made(4, 4, [dot, { kind: "invert" }]))).toEqual(["####", "#..#", "#..#", "####"]);
    expect(isEmpty(made(4, 4, [dot, { kind: "invert" }, { kind: "clear" }]))).toBe(true);
  });
});

describe("pixels", () => {
  it("are sent in the picture's own size, opaque, white where it may change", () => {
    const mask = made(5, 3, [{ kind: "lasso", points: square(1, 2) }]);
    const sent = exported(mask);
    expect(sent.length).toBe(5 * 3 * 4);
    expect([...sent.subarray(24, 28), ...sent.subarray(0, 4)]).toEqual([255, 255, 255, 255, 0, 0, 0, 255]);
  });
  it("show the picture through, the mask's edge stronger", () => {
    const mask = empty(5, 5);
    apply(mask, { kind: "lasso", points: square(1, 4) });
    const alpha = [...tinted(mask, everything(mask), [1, 2, 3])].filter((_, index) => index % 4 === 3);
    expect(alpha.slice(5, 15)).toEqual([0, 230, 230, 230, 0, 0, 230, 115, 230, 0]);
  });
});

describe("the window", () => {
  const picture = { width: 200, height: 100 };
  it("holds the whole picture, small ones enlarged", () => {
    expect(fitting(picture, { width: 420, height: 500 }, 10)).toBe(2);
    expect(fitting(picture, { width: 120, height: 500 }, 10)).toBe(0.5);
  });
  it("knows the pixel under the pointer, zoomed and moved", () => {
    expect(under({ x: 0, y: 0 }, picture, 2, FIT)).toEqual({ x: 100, y: 50 });
    const near = zoomed(FIT, 3, { x: 30, y: -10 });
    expect(under({ x: 30, y: -10 }, picture, 2, near)).toEqual({ x: 115, y: 45 });
    expect(above({ x: 115, y: 45 }, picture, 2, near)).toEqual({ x: 30, y: -10 });
  });
});
