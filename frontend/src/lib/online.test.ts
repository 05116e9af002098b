import { expect, test, vi } from "vitest";
import { currentOutage, isOnline, lineIsDown, lineIsUp, offlineSince, serverIsDown } from "./online";

test("an answer to what was asked before the loss does not bring the line back", () => {
  lineIsUp();
  const askedAt = new Date(Date.now() - 50);
  lineIsDown();
  lineIsUp(askedAt);
  expect(isOnline()).toBe(false);
  lineIsUp(new Date(Date.now() + 50));
  expect(isOnline()).toBe(true);
});

test("a server that does not answer is told from a connection that is lost", () => {
  const since = new Date(Date.now() - 60_000);
  serverIsDown(since);
  expect([currentOutage(), offlineSince()]).toEqual(["server", since]);
  lineIsDown();
  expect([currentOutage(), offlineSince()]).toEqual(["server", since]);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  window.dispatchEvent(new Event("offline"));
  expect([currentOutage(), offlineSince()]).toEqual(["connection", since]);
  lineIsUp();
  expect([currentOutage(), offlineSince()]).toEqual([null, null]);
});
