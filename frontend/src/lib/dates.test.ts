import { describe, expect, it } from "vitest";
import { byName, Dates, fileSize } from "./dates";

const NOW = () => new Date("2025-12-08T10:20:00Z");
const uk = new Dates("uk", "Europe/Kyiv", NOW);
const en = new Dates("en", "Europe/Kyiv", NOW);

describe("dates", () => {
  it("are told in the reader's zone", () => {
    expect(uk.time("2025-12-08T08:12:00Z")).toBe("10:12");
    expect(uk.day("2025-12-08T22:30:00Z")).toBe("2025-12-09");
    expect(uk.stamp("2025-12-05T09:42:00Z")).toBe("05.12, 11:42");
  });

  it("are told with the day unless it is today", () => {
    expect(uk.recent("2025-12-08T08:12:00Z")).toBe("10:12");
    expect(uk.recent("2025-12-05T09:42:00Z")).toBe("05.12, 11:42");
  });

  it("have Ukrainian words with our apostrophe", () => {
    expect(uk.heading("2025-12-05")).toBe("П’ятниця, 5 грудня");
    expect(uk.weekday("2025-12-10")).toBe("середа");
    expect(uk.month("2026-08")).toBe("Серпень 2026");
    expect(uk.long("2024-03-12")).toBe("12 березня 2024");
  });

  it("have English words in the European order", () => {
    expect(en.heading("2025-12-05")).toBe("Friday, 5 Dec");
    expect(en.month("2026-08")).toBe("August 2026");
  });

  it.each([
    ["numeric", "23.03.2027", "23 Mar 2027"],
    ["short", "23.03.27", "23 Mar 2027"],
    ["dayAndMonth", "23.03", "23 Mar"],
    ["long", "23 березня 2027", "23 Mar 2027"],
  ] as const)("follow the rules of each language: %s", (form, ukrainian, english) => {
    expect(uk[form]("2027-03-23")).toBe(ukrainian);
    expect(en[form]("2027-03-23")).toBe(english);
  });

  it("name September by three letters, as every other month", () => {
    expect(en.long("2026-09-01")).toBe("1 Sep 2026");
    expect(en.stamp("2025-09-05T09:42:00Z")).toBe("5 Sep, 12:42");
    expect(en.full("2025-09-05T09:42:00Z")).toBe("5 Sep, 12:42");
  });

  it("know the last day of what ends at midnight", () => {
    expect(uk.lastDay("2025-12-20T22:00:00Z")).toBe("2025-12-20");
    expect(uk.lastDay("2025-12-20T22:00:01Z")).toBe("2025-12-21");
    // The night in which the clocks change.
    expect(uk.lastDay("2026-03-28T22:00:00Z")).toBe("2026-03-28");
  });

  it("begin at midnight of the reader, also when the clock is put forward or back", () => {
    expect(uk.begins("2025-12-08")).toBe("2025-12-07T22:00:00.000Z");
    expect(uk.begins("2025-07-01")).toBe("2025-06-30T21:00:00.000Z");
    expect(uk.begins("2025-03-30")).toBe("2025-03-29T22:00:00.000Z");
    expect(uk.begins("2025-03-31")).toBe("2025-03-30T21:00:00.000Z");
    expect(uk.begins("2025-10-26")).toBe("2025-10-25T21:00:00.000Z");
    expect(uk.begins("2025-10-27")).toBe("2025-10-26T22:00:00.000Z");
    expect(new Dates("en", "America/New_York").begins("2025-12-08")).toBe("2025-12-08T05:00:00.000Z");
  });

  it("are short where a column is narrow", () => {
    expect(uk.numeric("2026-01-20")).toBe("20.01.2026");
    expect(uk.short("2026-01-20")).toBe("20.01.26");
    expect(uk.dayAndMonth("2026-01-20")).toBe("20.01");
  });

  it("count the days that are left", () => {
    expect(uk.daysUntil("2025-12-20")).toBe(12);
    expect(uk.daysUntil("2025-12-08")).toBe(0);
    expect(uk.daysUntil("2025-12-05")).toBe(-3);
  });
});

it("sizes of files are told in words of the language", () => {
  expect(fileSize(412 * 1024, "uk")).toBe("412 КБ");
  expect(fileSize(1.2 * 1024 * 1024, "uk")).toBe("1,2 МБ");
  expect(fileSize(10, "en")).toBe("1 KB");
});

it("Ukrainian order puts ґ after г and і after и", () => {
  expect(["Іваненко", "Ґудзь", "Гнатюк", "Зима"].sort(byName("uk"))).toEqual([
    "Гнатюк",
    "Ґудзь",
    "Зима",
    "Іваненко",
  ]);
});
