import { describe, expect, it } from "vitest";
import { texts } from "./texts";

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe("sentences", () => {
  it.each(Object.entries(texts))("%s is there in both languages with the same parameters", (_, [english, chinese]) => {
    expect(english).not.toBe("");
    expect(chinese).not.toBe("");
    expect(holes(chinese)).toEqual(holes(english));
  });
});
