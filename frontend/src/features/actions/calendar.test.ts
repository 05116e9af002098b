import { expect, it } from "vitest";
import { dayByKey, dayIn, isMonth, monthAfter, spanOf, weekdayOf, weeksOf } from "./calendar";

it("a month begins with the Monday of its first week and ends with the Sunday of its last", () => {
  expect(spanOf("2026-11")).toEqual({ first: "2026-10-26", last: "2026-12-06" });
  expect(spanOf("2027-02")).toEqual({ first: "2027-02-01", last: "2027-02-28" });
  expect(weeksOf("2027-02")).toHaveLength(4);
  expect(weeksOf("2026-03").map(([monday]) => monday)).toContain("2026-03-30");
});

it("a year ends where the next one begins", () => {
  expect(monthAfter("2026-12")).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
  expect(spanOf("2026-12").last).toBe("2027-01-03");
});

it("keys lead along the week, across months and to the last day of a shorter one", () => {
  expect(weekdayOf("2026-11-29")).toBe(6);
  expect(dayByKey("2026-11-30", "ArrowRight")).toBe("2026-12-01");
  expect(dayByKey("2026-12-01", "ArrowUp")).toBe("2026-11-24");
  expect(dayByKey("2026-11-29", "Home")).toBe("2026-11-23");
  expect(dayByKey("2026-11-23", "End")).toBe("2026-11-29");
  expect(dayByKey("2027-01-31", "PageDown")).toBe("2027-02-28");
  expect(dayIn("2028-02", "2028-01-31")).toBe("2028-02-29");
  expect(dayByKey("2026-11-30", "a")).toBeUndefined();
});

it("only a month is a month", () => {
  expect(["2026-11", "2026-13", "2026-1", "2026-11-01", 202611, undefined].map(isMonth)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
