import { expect, it } from "vitest";
import { highlightRanges, textInRange } from "./highlight-ranges";

const shown = (text: string, stretches: number[][]) =>
  highlightRanges(text, stretches)
    .map(({ words, marked }) => (marked ? `[${words}]` : words))
    .join("");

it("marks what is meant and keeps the rest as it is", () => {
  expect(shown("Дзвоніть 067, пошта o@e.ua", [[9, 12]])).toBe("Дзвоніть [067], пошта o@e.ua");
  expect(shown("абвгд", [])).toBe("абвгд");
  expect(shown("абвгд", [[0, 5]])).toBe("[абвгд]");
});

it("counts characters as the server does, of the text that it would store", () => {
  expect(shown("  🙂🙂 067 ", [[3, 6]])).toBe("🙂🙂 [067]");
  expect(shown("й\r\n067", [[2, 5]])).toBe("й\n[067]");
  expect(textInRange("🙂 067", [2, 5])).toBe("067");
});

it("makes one mark of what overlaps, in any order", () => {
  expect(
    shown("абвгдеє", [
      [3, 6],
      [1, 4],
    ]),
  ).toBe("а[бвгде]є");
  expect(
    shown("абвгд", [
      [0, 4],
      [1, 2],
    ]),
  ).toBe("[абвг]д");
});
