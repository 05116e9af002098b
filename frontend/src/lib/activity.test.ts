import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { activityHeader, noteInput, reportActivity } from "./activity";

const MINUTE = 60_000;

/** A key that is pressed by hand: what a script makes up is not trusted. */
const press = () => noteInput({ isTrusted: true });

let hours = 0;

beforeEach(() => {
  hours += 1;
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 60 * MINUTE });
});
afterEach(() => {
  vi.useRealTimers();
});

it("a request says that somebody is here within a minute of what they did, and of nothing else", () => {
  expect(activityHeader()).toEqual({});
  window.dispatchEvent(new KeyboardEvent("keydown"));
  expect(activityHeader()).toEqual({});
  press();
  expect(activityHeader()).toEqual({ "Viche-Active": "1" });
  vi.setSystemTime(Date.now() + MINUTE + 1);
  expect(activityHeader()).toEqual({});
});

it("who writes for long without asking for anything says so now and then", () => {
  const say = vi.fn(() => void activityHeader());
  const stop = reportActivity(say);
  press();
  expect(say).toHaveBeenCalledTimes(1);
  for (let minute = 0; minute < 6; minute += 1) {
    vi.setSystemTime(Date.now() + MINUTE);
    press();
  }
  expect(say).toHaveBeenCalledTimes(2);
  stop();
  vi.setSystemTime(Date.now() + 10 * MINUTE);
  press();
  expect(say).toHaveBeenCalledTimes(2);
});
