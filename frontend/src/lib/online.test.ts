import { expect, test, vi } from "vitest";
import { currentOutage, isOnline, markOffline, markOnline, offlineSince, serverIsDown } from "./online";

test("an answer to what was asked before the loss does not bring the line back", () => {
  markOnline();
  const askedAt = new Date(Date.now() - 50);
  markOffline();
  markOnline(askedAt);
  expect(isOnline()).toBe(false);
  markOnline(new Date(Date.now() + 50));
  expect(isOnline()).toBe(true);
});

test("a server that does not answer is told from a connection that is lost", () => {
  const since = new Date(Date.now() - 60_000);
  serverIsDown(since);
  expect([currentOutage(), offlineSince()]).toEqual(["server", since]);
  markOffline();
  expect([currentOutage(), offlineSince()]).toEqual(["server", since]);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  window.dispatchEvent(new Event("offline"));
  expect([currentOutage(), offlineSince()]).toEqual(["connection", since]);
  markOnline();
  expect([currentOutage(), offlineSince()]).toEqual([null, null]);
});
