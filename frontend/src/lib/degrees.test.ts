import { describe, expect, it } from "vitest";
import { formatDegrees, parseDegrees, typedPair } from "./degrees";

describe("typed degrees", () => {
  it.each([
    ["50,4501", 50.4501],
    [" 30.5234 ", 30.5234],
    ["31,9°", 31.9],
    ["−0,5", -0.5],
    ["0", 0],
    ["  ", null],
  ])("takes %j", (typed, degrees) => {
    expect(parseDegrees(typed)).toBe(degrees);
  });

  it.each(["50°27′", "пів", "1e3", "0x1F", "47,1 31,9", "Infinity", "-"])("refuses %j", (typed) => {
    expect(parseDegrees(typed)).toBeNaN();
  });

  it("come as a pair from other maps", () => {
    expect(typedPair("47.86, 31.15")).toEqual(["47.86", "31.15"]);
    expect(typedPair(" -1.5 -30.25 ")).toEqual(["-1.5", "-30.25"]);
    expect(typedPair("47,86")).toBeNull();
    expect(typedPair("47.86")).toBeNull();
  });

  it("are written as the reader writes numbers", () => {
    expect([formatDegrees(47.1, "uk"), formatDegrees(47.1, "en")]).toEqual(["47,1", "47.1"]);
  });
});
