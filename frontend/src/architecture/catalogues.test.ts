import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

interface Entry {
  id: string;
  text: string;
}

function entriesOf(language: string): Entry[] {
  const po = readFileSync(resolve(__dirname, `../locales/${language}.po`), "utf8");
  const quoted = String.raw`((?:"(?:[^"\\]|\\.)*"\s*)+)`;
  const pairs = po.matchAll(new RegExp(`^msgid ${quoted}^msgstr ${quoted}`, "gm"));
  const unquoted = (lines = "") =>
    [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]).join("");
  return [...pairs]
    .map((match) => ({ id: unquoted(match[1]), text: unquoted(match[2]) }))
    .filter(({ id }) => id !== "");
}

/** Names between braces and numbers between angles: what the words are filled with. */
function holes(words: string): string[] {
  const names = [
    ...words.matchAll(/(?<!\b(?:one|few|many|other|feminine|masculine|either) )\{(\w+)(?=[,}])/g),
  ].map((match) => match[1] ?? "");
  const tags = [...words.matchAll(/<(\d+)>/g)].map((match) => `<${match[1]}>`);
  return [...new Set([...names, ...tags])].sort();
}

describe.each(["uk", "en"])("the words in %s", (language) => {
  const entries = entriesOf(language);

  it("are all there", () => {
    expect(entries.length).toBeGreaterThan(300);
    expect(entries.filter(({ text }) => text === "").map(({ id }) => id)).toEqual([]);
  });

  it("have the same holes as their source", () => {
    const odd = entries.filter(({ id, text }) => holes(id).join() !== holes(text).join());
    expect(odd.map(({ id }) => id)).toEqual([]);
  });
});

describe("the Ukrainian words", () => {
  const words = entriesOf("uk").map(({ text }) => text);

  it("use our apostrophe and our quotes", () => {
    expect(words.filter((text) => /[ʼ'`"“”]/.test(text))).toEqual([]);
  });

  it("give every count its four forms", () => {
    const counts = words.filter((text) => text.includes(", plural,"));
    const poor = counts.filter(
      (text) => !["one", "few", "many", "other"].every((form) => text.includes(`${form} {`)),
    );
    expect(poor).toEqual([]);
  });
});
