import { expect, it } from "vitest";
import { ending, endless, endOf } from "./recurrence";

it("the end of a rule is read, changed and taken away", () => {
  expect(endOf("FREQ=MONTHLY;UNTIL=20271231")).toBe("2027-12-31");
  expect(endOf("FREQ=MONTHLY")).toBe("");
  expect(endless("FREQ=WEEKLY;BYDAY=MO;COUNT=4")).toBe("FREQ=WEEKLY;BYDAY=MO");
  expect(ending("FREQ=WEEKLY;COUNT=4", "2027-01-05")).toBe("FREQ=WEEKLY;UNTIL=20270105");
  expect(ending("FREQ=WEEKLY;UNTIL=20270105", "")).toBe("FREQ=WEEKLY");
  expect(ending("", "2027-01-05")).toBe("");
});
