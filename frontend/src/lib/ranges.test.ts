import { describe, expect, it } from "vitest";
import { countWithin, firstMissing, includes, merge } from "./ranges";

describe("ranges of message numbers", () => {
  it("merge neighbours and overlaps", () => {
    expect(
      merge([
        [4, 6],
        [1, 2],
        [3, 3],
        [9, 9],
      ]),
    ).toEqual([
      [1, 6],
      [9, 9],
    ]);
  });

  it("know what they include", () => {
    expect(
      includes(
        [
          [1, 3],
          [7, 7],
        ],
        7,
      ),
    ).toBe(true);
    expect(
      includes(
        [
          [1, 3],
          [7, 7],
        ],
        5,
      ),
    ).toBe(false);
  });

  it("count only what exists", () => {
    expect(
      countWithin(
        [
          [1, 5],
          [4, 12],
        ],
        10,
      ),
    ).toBe(10);
    expect(countWithin([], 10)).toBe(0);
  });

  it("find the first that is missing", () => {
    expect(firstMissing([[1, 5]], 8)).toBe(6);
    expect(firstMissing([[2, 5]], 8)).toBe(1);
    expect(firstMissing([[1, 8]], 8)).toBeNull();
    expect(firstMissing([], 0)).toBeNull();
  });
});
