import { describe, expect, it } from "vitest";
import { parsed } from "../api/blocks";
import { hueOf, typeOf } from "./entities";
import { pathOf, placeOf } from "./path";
import { chipsOf, diffOf } from "./scene";
import type { Scene } from "../api/types";
import { FIT, moved, pinched, zoomed } from "./zoom";

const english = (name: string) => name;
const chinese = (name: string) => ({ cat: "猫", red: "红色", blue: "蓝色", night: "夜空", "left of": "左边" })[name] ?? name;
const scene = {
  subjects: [
    { id: "s1", kind: "cat", count: 2, colour: "red" },
    { id: "s2", kind: "pagoda", label: "宝塔", relation: { kind: "left of", to: ["s1"] } },
  ],
  background: "night",
} as unknown as Scene;

describe("places", () => {
  it.each([
    "/",
    "/c/c1",
    "/c/c1/p/p2",
    "/c/c1/p/p2/mask",
    "/models",
    "/gallery",
    "/gallery?text=%E7%8C%AB",
    "/gallery/p/p2?rating=like",
  ])("%s is itself again", (path) => {
    expect(pathOf(placeOf(path))).toBe(path);
  });
  it("falls back to the beginning", () => {
    expect(placeOf("/nonsense/x")).toEqual({ conversation: null, picture: null });
  });
});

describe("scenes", () => {
  it("are told in either language", () => {
    expect(chipsOf(scene, chinese).map((chip) => [chip.text, chip.details])).toEqual([
      ["猫 ×2", ["红色"]],
      ["宝塔", ["猫左边"]],
      ["夜空", []],
    ]);
    expect(chipsOf(scene, english)[1]).toMatchObject({ text: "pagoda", details: ["left of cat"] });
  });
  it("show what changed from what to what", () => {
    const changes = [
      { id: "s1", kind: "cat", field: "colour", before: "red", after: "blue" },
      { id: "s3", kind: "cat", field: "subject", before: { id: "s3", kind: "cat" }, after: null },
      { id: "scene", kind: "", field: "background", before: null, after: "night" },
    ];
    expect(diffOf(changes, scene, chinese)).toEqual([
      { kind: "changed", what: "猫", field: "colour", before: "红色", after: "蓝色" },
      { kind: "removed", what: "猫", details: [] },
      { kind: "changed", what: "", field: "background", before: "", after: "夜空" },
    ]);
  });
});

describe("the stream", () => {
  it("is read block by block", () => {
    expect(parsed('id: 3\ndata: {"a":1}')).toEqual({ id: 3, name: "message", data: '{"a":1}' });
    expect(parsed("event: problem\ndata: {}")?.name).toBe("problem");
    expect(parsed(": still here")).toBeNull();
    expect(parsed("retry: 1000")).toBeNull();
  });
});

describe("recognised words", () => {
  it("have one type under old and new names", () => {
    expect([typeOf("kinds"), typeOf("subject"), typeOf("unheard")]).toEqual(["subject", "subject", "other"]);
    expect(hueOf("subject")).toBe("thing");
  });
});

describe("zooming", () => {
  it("keeps what is under the pointer where it is", () => {
    const view = zoomed(FIT, 2, { x: 100, y: 50 });
    expect(view).toEqual({ scale: 2, x: -100, y: -50 });
    expect(zoomed(view, 0.1, { x: 0, y: 0 })).toEqual(FIT);
  });
  it("pans only while it is near, and not out of sight", () => {
    expect(moved(FIT, { x: 9, y: 9 }, { width: 100, height: 100 })).toEqual(FIT);
    expect(moved({ scale: 2, x: 0, y: 0 }, { x: 999, y: -9 }, { width: 100, height: 100 })).toEqual({ scale: 2, x: 100, y: -9 });
  });
  it("follows two fingers", () => {
    const view = pinched(FIT, [{ x: -10, y: 0 }, { x: 10, y: 0 }], [{ x: -20, y: 5 }, { x: 20, y: 5 }]);
    expect(view).toEqual({ scale: 2, x: 0, y: 5 });
  });
});
