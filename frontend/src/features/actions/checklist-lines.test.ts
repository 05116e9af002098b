import { expect, it } from "vitest";
import { sameLines, textsOf } from "./checklist-lines";

const KNOWN = [
  { id: "a", text: "Виміряти" },
  { id: "b", text: "Скласти акт" },
];

it("a line is what stands in a row of its own", () => {
  expect(textsOf(" Виміряти\n\n  Скласти акт ")).toEqual(["Виміряти", "Скласти акт"]);
});

it("a line that moved is the same line", () => {
  expect(sameLines(KNOWN, ["Скласти акт", "Виміряти"])).toEqual([
    { id: "b", text: "Скласти акт" },
    { id: "a", text: "Виміряти" },
  ]);
});

it("a line with other words in its old place is the same line; what is between them is new", () => {
  expect(sameLines(KNOWN, ["Виміряти пандуси", "Нове", "Скласти акт"])).toEqual([
    { id: "a", text: "Виміряти пандуси" },
    { text: "Нове" },
    { id: "b", text: "Скласти акт" },
  ]);
});

it("the same words twice are two lines", () => {
  expect(sameLines(KNOWN, ["Виміряти", "Виміряти"])).toEqual([
    { id: "a", text: "Виміряти" },
    { id: "b", text: "Виміряти" },
  ]);
});
