import { describe, expect, it } from "vitest";
import { type Field, type Format, isOn, nextLine, toggle } from "./formatting";

/** `[` and `]` stand where the choice begins and ends, `|` where the caret is. */
function field(drawn: string): Field {
  if (drawn.includes("|"))
    return { text: drawn.replace("|", ""), start: drawn.indexOf("|"), end: drawn.indexOf("|") };
  return {
    text: drawn.replace("‹", "").replace("›", ""),
    start: drawn.indexOf("‹"),
    end: drawn.indexOf("›") - 1,
  };
}

function drawn({ text, start, end }: Field): string {
  if (start === end) return `${text.slice(0, start)}|${text.slice(start)}`;
  return `${text.slice(0, start)}‹${text.slice(start, end)}›${text.slice(end)}`;
}

const toggled = (text: string, format: Format) => drawn(toggle(field(text), format));

describe("a mark", () => {
  it.each([
    ["Прошу ‹всіх› прийти", "bold", "Прошу **‹всіх›** прийти"],
    ["Прошу ‹всіх› прийти", "italic", "Прошу *‹всіх›* прийти"],
    ["Прошу ‹всіх ›прийти", "bold", "Прошу **‹всіх›** прийти"],
    ["Прошу всі|х прийти", "bold", "Прошу **всі|х** прийти"],
    ["Прошу |", "bold", "Прошу **|**"],
    ["**‹всіх›**", "italic", "***‹всіх›***"],
    ["‹а **б** в›", "bold", "**‹а б в›**"],
    ["‹- перше\n- друге›", "bold", "- **‹перше**\n- **друге›**"],
    ["> ‹цитата›", "italic", "> *‹цитата›*"],
  ] as const)("goes on: %s", (text, format, expected) => {
    expect(toggled(text, format)).toBe(expected);
    expect(isOn(field(expected), format)).toBe(true);
  });

  it.each([
    ["Прошу **‹всіх›** прийти", "bold", "Прошу ‹всіх› прийти"],
    ["Прошу ‹**всіх**› прийти", "bold", "Прошу ‹всіх› прийти"],
    ["Прошу **вс|іх** прийти", "bold", "Прошу вс|іх прийти"],
    ["***‹всіх›***", "bold", "*‹всіх›*"],
    ["***‹всіх›***", "italic", "**‹всіх›**"],
    ["**а *‹б›***", "italic", "**а ‹б›**"],
    ["Прошу **|**", "bold", "Прошу |"],
    ["- **‹перше**\n- **друге›**", "bold", "- ‹перше\n- друге›"],
  ] as const)("goes off: %s", (text, format, expected) => {
    expect(isOn(field(text), format)).toBe(true);
    expect(toggled(text, format)).toBe(expected);
  });

  it("is left by whoever has written the last word in it", () => {
    expect(toggled("Прошу **всіх|**", "bold")).toBe("Прошу **всіх**|");
  });

  it.each(["2 * 3 * 4", "\\*так\\*", "* пункт * ще"])("is none where Markdown sees none: %s", (text) => {
    const inside = { text, start: text.length - 4, end: text.length - 4 };
    expect(isOn(inside, "italic")).toBe(false);
  });
});

describe("lines", () => {
  it.each([
    ["‹а\nб›", "list", "- ‹а\n- б›"],
    ["‹а\n\nб›", "numbers", "1. ‹а\n\n2. б›"],
    ["‹а\n\nб›", "quote", "> ‹а\n> \n> б›"],
    ["|", "list", "- |"],
    ["- ‹а\n- б›", "numbers", "1. ‹а\n2. б›"],
    ["1. а\nб|", "numbers", "1. а\n2. б|"],
    ["а|\nдалі", "quote", "> а|\n\nдалі"],
  ] as const)("are marked: %s", (text, format, expected) => {
    expect(toggled(text, format)).toBe(expected);
    expect(isOn(field(expected), format)).toBe(true);
  });

  it.each([
    ["- ‹а\n- б›", "list", "‹а\nб›"],
    ["> а|", "quote", "а|"],
    ["- а\n- б|\n- в", "list", "- а\n\nб|\n\n- в"],
  ] as const)("are plain again, and no part of what stands beside them: %s", (text, format, expected) => {
    expect(isOn(field(text), format)).toBe(true);
    expect(toggled(text, format)).toBe(expected);
  });
});

describe("a link", () => {
  it("waits for its address, or for its words", () => {
    expect(toggled("див. ‹рішення› тут", "link")).toBe("див. [рішення](‹https://›) тут");
    expect(toggled("‹https://rada.example/1›", "link")).toBe("[|](https://rada.example/1)");
    expect(toggled("див. |", "link")).toBe("див. [|](https://)");
  });

  it("is taken off, and its words stay", () => {
    expect(isOn(field("див. [ріше|ння](https://rada.example)"), "link")).toBe(true);
    expect(toggled("див. [ріше|ння](https://rada.example)", "link")).toBe("див. ‹рішення›");
  });
});

describe("Enter", () => {
  it.each([
    ["- а|", "- а\n- |"],
    ["9. а|", "9. а\n10. |"],
    ["> а|", "> а\n> |"],
    ["> - а|б", "> - а\n> - |б"],
    ["- а\n- |", "- а\n\n|"],
    ["> |", "|"],
  ])("goes on, or out of what is empty: %s", (text, expected) => {
    const next = nextLine(field(text));
    expect(next && drawn(next)).toBe(expected);
  });

  it.each(["а|", "|- а", "‹- а›", "- а\n|"])("is the browser’s own: %s", (text) => {
    expect(nextLine(field(text))).toBeNull();
  });
});
