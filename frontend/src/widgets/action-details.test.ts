import { expect, it } from "vitest";
import { detailsBody, detailsFaults, NO_DETAILS, typedNumber } from "./action-details";

it("money is read as people type it, and nothing else is", () => {
  const typed = ["", " ", "125 000,50", "125000.5", "0", "1,005", "-1", "багато"];
  expect(typed.map(typedNumber)).toEqual([
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

it("hours are whole and at least one", () => {
  const faults = ["", "8", "0", "1,5", "вісім"].map((hours) => detailsFaults({ ...NO_DETAILS, hours }).hours);
  expect(faults).toEqual([false, false, true, true, true]);
});
