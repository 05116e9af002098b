import { getSchema, type JSONContent } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";
import { EXTENSIONS } from "./extensions";
import { openRich, semanticOf } from "./open-rich";
import { readRich } from "./read-rich";
import { writeRich } from "./write-rich";

const schema = getSchema(EXTENSIONS);
const wrote = (content: JSONContent) => writeRich(Node.fromJSON(schema, content));
const OKSANA = "@[Оксана Мельничук](person:0190c8f2-1111-7222-8333-944455566677)";

describe("what is written the usual way comes back letter for letter", () => {
  it.each([
    "Слово",
    "рядок\nдругий рядок",
    "абзац\n\nдругий абзац",
    "**важливо** і *тихо*, ~~ні~~, `код`",
    "***усе разом***",
    "**жирний *і курсив* у ньому**",
    "- раз\n- два\n  - глибше\n  - ще\n- три",
    "* раз\n* два",
    "1. раз\n2. два",
    "3) три\n4) чотири",
    "- окремо\n\n- стоїть",
    "- пункт\n\n  другий абзац пункту",
    "> цитата\n> далі\n>\n> абзац",
    "> - список у цитаті\n> - ще",
    "- > цитата в списку",
    "```\nкод\n\n  з відступом\n```",
    "```js\nlet a = `b`;\n```",
    "- крок\n\n  ```\n  код у кроці\n  ```",
    "[сайт](https://a.example/шлях?x=1&y=2)",
    '[сайт](https://a.example "Назва")',
    "[**жирне** посилання](https://a.example)",
    "<https://a.example>",
    "див. https://a.example/a_b_c*d, а не www",
    `${OKSANA}, гляньте`,
    `**${OKSANA}** та @[Громадськість](sector:civil_society) і @[Фасилітатор](role:facilitator)`,
    "див. #12 та #7, № 5",
    "# не заголовок",
    "2 < 3 & 5 > 4, a_b_c, 2 * 3, [x], AT&T",
    "1) перше\n\nабзац після",
    "___",
    "a\n\n___\n\nb",
    "C:\\Users\\план",
    "- \n- порожній вище".replace("- \n", "-\n"),
    "«Лапки» — тире… 🙂",
  ])("%s", (source) => {
    const content = openRich(source);
    expect(content).not.toBeNull();
    expect(wrote(content ?? {})).toBe(source);
  });
});

describe("what is written another way means the same", () => {
  it.each([
    ["__важливо__ і _тихо_", "**важливо** і *тихо*"],
    ["рядок  \nдругий", "рядок\nдругий"],
    ["рядок\\\nдругий", "рядок\nдругий"],
    ["    код", "```\nкод\n```"],
    ["~~~\nкод\n~~~", "```\nкод\n```"],
    ["1. раз\n1. два", "1. раз\n2. два"],
    ["***", "___"],
    ["> цитата\nдалі", "> цитата\n> далі"],
    ["a\n\n\n\nb", "a\n\nb"],
  ])("%s", (source, text) => {
    const content = openRich(source);
    expect(content).not.toBeNull();
    expect(wrote(content ?? {})).toBe(text);
  });
});

describe("whoever was about to go on", () => {
  it.each([
    ["слово ", "слово ", 1],
    ["**слово** ", "слово ", 1],
    ["- раз ", "раз ", 1],
    ["рядок\n", "рядок\n", 1],
    ["абзац\n\n", "абзац", 2],
  ])("after %j goes on there", (source, words, blocks) => {
    const doc = Node.fromJSON(schema, openRich(source) ?? {});
    doc.check();
    expect([doc.textBetween(0, doc.content.size, "", "\n"), doc.childCount]).toEqual([words, blocks]);
  });
});

describe("what it cannot hold whole is not opened in it", () => {
  it.each([
    ["deep", `${"> ".repeat(40)}глибоко`],
    ["signs by their codes", "&copy; &#1087;"],
  ])("%s", (_what, source) => expect(openRich(source)).toBeNull());
});

/** Numbers that are the same in each run. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  const below = (count: number) => Math.floor(next() * count);
  return { below, of: <T>(all: readonly T[]): T => all[below(all.length)] as T };
}

const PARTS = [
  ...["*", "**", "_", "__", "~~", "`", "``", "```", "[", "](", ")", "<", ">", "\\", "&", "!", "#", "|"],
  ...["\n", "\n\n", "\n\n\n", " ", "  ", "    ", "\t", "- ", "* ", "+ ", "1. ", "2) ", "> ", "---", "___"],
  ...[
    "слово",
    "Б",
    "a",
    "1",
    "«",
    "»",
    ".",
    ",",
    "’",
    "🙂",
    "\u00a0",
    "https://a.example/x_y",
    "mailto:a@b.example",
  ],
  ...[OKSANA, "@[", "(person:1)", "[x](https://a.example)", "<https://a.example>", "<b>", "AT&T"],
];
const SOUPS = 2_000;

describe("whatever is opened in it", () => {
  it("means the same when it is written again, and a third time is written alike", () => {
    let opened = 0;
    for (let seed = 1; seed <= SOUPS; seed += 1) {
      const { below, of } = dice(seed);
      const source = Array.from({ length: 1 + below(14) }, () => of(PARTS)).join("");
      const content = openRich(source);
      if (!content) continue;
      opened += 1;
      const text = wrote(content);
      const again = openRich(text);
      expect(again && semanticOf(again), `${seed}: ${source}`).toEqual(semanticOf(content));
      expect(again && wrote(again), `${seed}: ${source}`).toBe(text);
    }
    // What nearly nobody writes may stay in the plain one.
    expect(opened / SOUPS).toBeGreaterThan(0.9);
  });
});

const WORDS = [
  "слово",
  "Б",
  "a_b",
  "2*3",
  "[x](y)",
  "`",
  "<b>",
  "&lt;",
  "1. раз",
  "- ні",
  "> так",
  "~~",
  "\\",
  "«б»",
  ".",
];

/** A document as somebody may make it with the buttons and the keys. */
function someDocument(seed: number): JSONContent {
  const { below, of } = dice(seed);
  const leaf = (): JSONContent => {
    const kind = below(10);
    const marks = ["bold", "italic", "strike"].filter(() => below(4) === 0).map((type) => ({ type }));
    if (kind === 0) return { type: "hardBreak" };
    if (kind === 1) return { type: "mention", attrs: { key: "role:secretary", words: "Секретар" }, marks };
    const link =
      below(8) === 0 ? [{ type: "link", attrs: { href: "https://a.example/(1)", title: null } }] : [];
    const code = below(8) === 0 ? [{ type: "code" }] : [];
    const text = `${of(["", " "])}${of(WORDS)}${of(["", " "])}`;
    return { type: "text", text, marks: [...link, ...marks, ...code] };
  };
  const line = (): JSONContent => ({
    type: "paragraph",
    content: Array.from({ length: below(5) }, leaf),
  });
  const blocks = (deep: number): JSONContent[] => Array.from({ length: 1 + below(3) }, () => block(deep));
  const block = (deep: number): JSONContent => {
    const kind = deep > 2 ? 0 : below(8);
    if (kind === 3) return { type: "blockquote", content: blocks(deep + 1) };
    if (kind === 4) return { type: "horizontalRule" };
    if (kind === 5)
      return { type: "codeBlock", content: [{ type: "text", text: of(["a\n\nb", "```", "  x"]) }] };
    if (kind < 6) return line();
    const items = Array.from({ length: 1 + below(3) }, () => ({
      type: "listItem",
      content: [line(), ...(below(3) ? [] : blocks(deep + 1))],
    }));
    return { type: kind === 6 ? "bulletList" : "orderedList", content: items };
  };
  return { type: "doc", content: blocks(0) };
}

const wordsOf = ({ type, text = "", attrs, content = [] }: JSONContent): string =>
  (type === "mention" ? String(attrs?.words) : text) + content.map(wordsOf).join("");

describe("whatever is made in it", () => {
  it("is read with every word of it", () => {
    let same = 0;
    for (let seed = 1; seed <= SOUPS; seed += 1) {
      const made = Node.fromJSON(schema, someDocument(seed));
      const text = writeRich(made);
      const read = Node.fromJSON(schema, readRich(text));
      const said = (node: Node) => wordsOf(node.toJSON()).replace(/\s/g, "");
      expect(said(read), `${seed}: ${text}`).toBe(said(made));
      if (JSON.stringify(semanticOf(read.toJSON())) === JSON.stringify(semanticOf(made.toJSON()))) same += 1;
    }
    // Where marks overlap letter by letter, one of them is given up.
    expect(same / SOUPS).toBeGreaterThan(0.97);
  });
});
