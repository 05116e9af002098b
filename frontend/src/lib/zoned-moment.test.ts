import { expect, it } from "vitest";
import { zonedMoment } from "./zoned-moment";

it.each([
  ["2026-01-20", "09:00", "Europe/Kyiv", "2026-01-20T07:00:00.000Z"],
  ["2026-07-20", "09:00", "Europe/Kyiv", "2026-07-20T06:00:00.000Z"],
  ["2026-03-29", "09:00", "Europe/Kyiv", "2026-03-29T06:00:00.000Z"],
  ["2026-01-20", "09:00", "America/New_York", "2026-01-20T14:00:00.000Z"],
  ["2026-01-20", "09:00", "UTC", "2026-01-20T09:00:00.000Z"],
])("%s %s in %s is %s", (day, time, zone, moment) => {
  expect(zonedMoment(day, time, zone)).toBe(moment);
});
