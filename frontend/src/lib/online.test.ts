import { expect, test } from "vitest";
import { isOnline, lineIsDown, lineIsUp } from "./online";

test("an answer to what was asked before the loss does not bring the line back", () => {
  lineIsUp();
  const askedAt = new Date(Date.now() - 50);
  lineIsDown();
  lineIsUp(askedAt);
  expect(isOnline()).toBe(false);
  lineIsUp(new Date(Date.now() + 50));
  expect(isOnline()).toBe(true);
});
