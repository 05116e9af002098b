import { expect, it } from "vitest";
import { detailsBody, detailsFaults, NO_DETAILS, parseNumber } from "./action-details";

it("money is read as people type it, and nothing else is", () => {
  const typed = ["", " ", "125 000,50", "125000.5", "0", "1,005", "-1", "багато"];
  expect(typed.map(parseNumber)).toEqual([
    null,
    null,
    125000.5,
    125000.5,
    0,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
});

it("only what was touched is sent, and what was emptied is taken back", () => {
  expect(detailsBody({})).toEqual({});
  expect(detailsBody({ tags: " світло, двір школи, ", budget: "", source: null, hours: "8" })).toEqual({
    tags: ["світло", "двір школи"],
    budget: null,
    budget_source: null,
    effort_hours: 8,
  });
});

it("a place is sent whole, taken back when it is emptied, and refused by halves", () => {
  const place = { latitude: "47,86", longitude: "31.15" };
  expect(detailsBody(place)).toEqual({ place: { latitude: 47.86, longitude: 31.15 } });
  expect(detailsBody({ latitude: "", longitude: " " })).toEqual({ place: null });
  const faults = [
    place,
    { longitude: "31" },
    { latitude: "91", longitude: "31" },
    { latitude: "біля річки" },
  ];
  expect(faults.map((one) => detailsFaults({ ...NO_DETAILS, ...one }).place)).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(detailsFaults(NO_DETAILS).place).toBe(false);
});

it("hours are whole and at least one", () => {
  const faults = ["", "8", "0", "1,5", "вісім"].map((hours) => detailsFaults({ ...NO_DETAILS, hours }).hours);
  expect(faults).toEqual([false, false, true, true, true]);
});
