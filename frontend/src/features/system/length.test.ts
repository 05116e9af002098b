import { expect, it } from "vitest";
import { length } from "./length";

it.each([
  [0.4, "0 секунд", "0 seconds"],
  [59.9, "59 секунд", "59 seconds"],
  [61, "1 хвилина", "1 minute"],
  [3 * 3_600 + 1, "3 години", "3 hours"],
  [2 * 86_400, "2 дні", "2 days"],
])("%d seconds in words", (seconds, uk, en) => {
  expect(length(seconds, "uk")).toBe(uk);
  expect(length(seconds, "en")).toBe(en);
});
