import { describe, expect, it } from "vitest";
import { isoDate, typedDate } from "./typed-date";

describe("dates as they are typed", () => {
  it.each([
    ["01.12.2025", "2025-12-01"],
    ["1.2.2026", "2026-02-01"],
    ["01/12/2025", "2025-12-01"],
    [" 29.02.2028 ", "2028-02-29"],
  ])("%s is a day", (typed, iso) => expect(isoDate(typed)).toBe(iso));

  it.each(["30.02.2026", "2026-01-01", "завтра", "", "1.13.2026"])("%s is none", (typed) => {
    expect(isoDate(typed)).toBe("");
  });

  it("writes a day with points", () => {
    expect(typedDate("2026-01-20")).toBe("20.01.2026");
    expect(typedDate("")).toBe("");
  });
});
