import { describe, expect, it } from "vitest";
import { formatDateInput, isWholeDate, parseDateInput } from "./date-input";

describe("dates as they are typed", () => {
  it.each([
    ["01.12.2025", "2025-12-01"],
    ["1.2.2026", "2026-02-01"],
    ["01/12/2025", "2025-12-01"],
    [" 29.02.2028 ", "2028-02-29"],
    ["23 Mar 2027", "2027-03-23"],
    ["3 september 2027", "2027-09-03"],
  ])("%s is a day", (typed, iso) => expect(parseDateInput(typed)).toBe(iso));

  it.each(["30.02.2026", "2026-01-01", "завтра", "", "1.13.2026", "31 Feb 2027", "3 Xyz 2027"])(
    "%s is none",
    (typed) => {
      expect(parseDateInput(typed)).toBe("");
    },
  );

  it("writes a day by the rules of the language", () => {
    expect(formatDateInput("2026-01-20", "uk")).toBe("20.01.2026");
    expect(formatDateInput("2026-01-20", "en")).toBe("20 Jan 2026");
    expect(formatDateInput("", "en")).toBe("");
  });

  it("tells a day that the calendar does not have from half a date", () => {
    expect(["31.02.2027", "31 Feb 2027", "31.02"].map(isWholeDate)).toEqual([true, true, false]);
  });
});
