import { describe, expect, it } from "vitest";
import { room, rows, within } from "./window";

const even = () => 100;

describe("the turns in the document", () => {
  it("are those that are near", () => {
    expect(within(even, 500, 40, 1400, 1700)).toEqual([10, 13]);
    expect(within(even, 500, 40, -900, 50)).toEqual([0, 1]);
    expect(within(even, 3, 40, 10_000, 11_000)).toEqual([2, 3]);
    expect(within(even, 0, 40, 0, 100)).toEqual([0, 0]);
  });

  it("and the one that is held, with room for the others", () => {
    const found = rows(500, [100, 103], 7);
    expect(found.filter((row) => !row.room).map((row) => row.index)).toEqual([7, 100, 101, 102]);
    expect(found.filter((row) => row.room).map((row) => [row.index, row.end])).toEqual([
      [0, 7],
      [8, 100],
      [103, 500],
    ]);
    expect(rows(3, [0, 3], -1).every((row) => !row.room)).toBe(true);
  });

  it("take as much height together with the room as all of them", () => {
    const height = (index: number) => 50 + index;
    const total = room(height, { index: 0, end: 200, room: true }, 40);
    const found = rows(200, [20, 30], 150);
    const sum = found.map((row) => room(height, row, 40)).reduce((a, b) => a + b, (found.length - 1) * 40);
    expect(sum).toBe(total);
  });
});
