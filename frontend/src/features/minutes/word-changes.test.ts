import { describe, expect, it } from "vitest";
import { listWordChanges } from "./word-changes";

const marks = { same: "", removed: "-", inserted: "+" } as const;
const changes = (before: string, after: string) =>
  listWordChanges(before, after).map(({ kind, text }) => `${marks[kind]}${text}`);

describe("the words that changed", () => {
  it.each([
    ["без пандуса чотири укриття", "без пандуса три укриття", ["без пандуса", "-чотири", "+три", "укриття"]],
    ["той самий", "той самий", ["той самий"]],
    ["", "нове", ["+нове"]],
    ["усе геть", "", ["-усе геть"]],
    ["а б в", "в б а", ["-а б", "в", "+б а"]],
    ["кінець", "кінець і далі", ["кінець", "+і далі"]],
  ])("%s → %s", (before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });
});
