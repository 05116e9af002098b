import { describe, expect, it } from "vitest";
import { withHardSpaces } from "./hard-spaces";

/** As it is read: `_` is a hard space. */
const bound = (text: string) => withHardSpaces(text).replaceAll("\u00a0", "_");

describe("hard spaces", () => {
  it.each([
    ["Він — координатор", "Він_— координатор"],
    ["усі з громади — разом", "усі з_громади_— разом"],
    ["А в мене, і в них", "А_в_мене, і_в_них"],
    ["Доручення № 5 (у роботі)", "Доручення №_5 (у_роботі)"],
    ["Щонайбільше 90 днів", "Щонайбільше 90_днів"],
    ["«З громади»", "«З_громади»"],
    ["Стоїть що-небудь о дев’ятій", "Стоїть що-небудь о_дев’ятій"],
  ])("bind %s", (text, expected) => expect(bound(text)).toBe(expected));

  it.each(["між ними", "за столом", "no. 5 of a — b c", "12 % і"])("leave %s to break", (text) =>
    expect(bound(text).replace("_—", " —")).toBe(text),
  );

  it("bind in a compiled catalogue, across what stands in place of names and numbers", () => {
    const messages = {
      "a-1": ["зайнято ", ["seated"], " з ", ["required"]],
      "b-2": [["n", "plural", { one: ["#", " день"], other: ["#", " дня"] }]],
      "c-3": [["name"], " — ", ["role"]],
    };
    const code = `export const messages=JSON.parse(${JSON.stringify(JSON.stringify(messages))})`;
    const built = JSON.parse(JSON.parse(withHardSpaces(code).match(/JSON\.parse\((".*")\)/)?.[1] ?? ""));
    expect(JSON.stringify(built).replaceAll("\u00a0", "_")).toBe(
      JSON.stringify({
        "a-1": ["зайнято ", ["seated"], " з_", ["required"]],
        "b-2": [["n", "plural", { one: ["#", "_день"], other: ["#", "_дня"] }]],
        "c-3": [["name"], "_— ", ["role"]],
      }),
    );
  });
});
