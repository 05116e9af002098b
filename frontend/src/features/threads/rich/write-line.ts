import type { JSONContent } from "@tiptap/core";
import { readRich } from "./read-rich";
import { isCode, merged, type Run, runsOf } from "./runs";

const SIGNS: Record<string, string> = { bold: "**", italic: "*", strike: "~~" };

/** How much is done so that a line is read as it is meant: no more of it than it takes. */
type Care = "none" | "start" | "signs" | "edges" | "low";
const CARES: Care[] = ["none", "start", "signs", "edges", "low"];
/** What is given up, and in this order, where marks overlap so that none can say it: the words stay. */
const GIVEN_UP = [
  ["italic"],
  ["strike"],
  ["bold"],
  ["italic", "strike"],
  ["italic", "bold"],
  ["strike", "bold"],
];

/** Markdown of what a paragraph says. */
export function writeLine(content: JSONContent[] | undefined): string {
  const runs = runsOf(content);
  if (runs.length === 0) return "";
  for (const lost of [[], ...GIVEN_UP]) {
    const kept = lost.length === 0 ? runs : without(runs, lost);
    const meant = JSON.stringify(kept);
    for (const care of CARES) {
      const text = spelled(kept, care);
      if (asRead(text) === meant) return text;
    }
  }
  return spelled(without(runs, Object.keys(SIGNS)), "edges");
}

function without(runs: Run[], lost: string[]): Run[] {
  return merged(runs.map((run) => ({ ...run, marks: run.marks.filter((one) => !lost.includes(one)) })));
}

/** What a reader makes of it; null where that is not one paragraph. */
function asRead(text: string): string | null {
  const [only, ...more] = readRich(text).content ?? [];
  return only?.type === "paragraph" && more.length === 0 ? JSON.stringify(runsOf(only.content)) : null;
}

function spelled(runs: Run[], care: Care): string {
  const text = new Spelling(care).all(runs, []);
  if (care === "none") return text;
  return text
    .split("\n")
    .map((line) => line.replace(/^(\s*)([-+>])/, "$1\\$2").replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, "$1\\$2"))
    .join("\n");
}

const isLink = (mark: string) => mark.startsWith("link ");
const coded = (sign: string) => `&#${sign.codePointAt(0)};`;

class Spelling {
  private out = "";

  constructor(private readonly care: Care) {}

  all(runs: Run[], open: string[]): string {
    for (let nth = 0; nth < runs.length; ) {
      const run = runs[nth];
      const [mark, end] = this.next(runs, nth, open);
      if (mark) this.within(mark, runs.slice(nth, end), open);
      else if (run) this.leaf(run, runs[nth - 1]);
      nth = end;
    }
    return this.out;
  }

  /** The mark that begins here and reaches farthest, and to where. */
  private next(runs: Run[], from: number, open: string[]): [string | null, number] {
    let found: [string | null, number] = [null, from + 1];
    for (const mark of runs[from]?.marks ?? []) {
      if (mark === "code" || open.includes(mark)) continue;
      let end = from;
      while (runs[end]?.marks.includes(mark)) end += 1;
      if (found[0] === null || end > found[1]) found = [mark, end];
    }
    return found;
  }

  private within(mark: string, runs: Run[], open: string[]): void {
    const inside = new Spelling(this.care).all(runs, [...open, mark]);
    if (isLink(mark)) {
      this.out += linked(inside, mark, runs);
      return;
    }
    const sign = mark === "italic" && this.care === "low" ? "_" : (SIGNS[mark] ?? "");
    // Beside a letter, a mark is none where something else than a letter stands within.
    if (this.isCareful && /^[^\p{L}\p{N}]/u.test(inside))
      this.out = this.out.replace(/[\p{L}\p{N}]$/u, coded);
    this.out += sign + inside + sign;
  }

  private get isCareful(): boolean {
    return this.care === "edges" || this.care === "low";
  }

  private leaf(run: Run, before: Run | undefined): void {
    if (run.kind === "break") this.out += this.out.endsWith("\n") || before?.kind === "break" ? "\\\n" : "\n";
    else if (run.kind === "mention") this.out += `@[${run.text}](${run.key})`;
    else if (isCode(run)) this.out += fenced(run.text);
    else this.out += this.words(run.text);
  }

  private words(text: string): string {
    if (this.care === "none" || this.care === "start") return text;
    const escaped = text.replace(/[\\`*_~[\]<&]|@$/g, "\\$&");
    const closes = this.isCareful && /[^\p{L}\p{N}\s][*_~]+$/u.test(this.out);
    return closes ? escaped.replace(/^[\p{L}\p{N}]/u, coded) : escaped;
  }
}

function linked(inside: string, mark: string, runs: Run[]): string {
  const [href, title]: [string, string | null] = JSON.parse(mark.slice(5));
  const said = runs.map(({ text }) => text).join("");
  const isPlain = title === null && runs.length === 1 && runs[0]?.marks.length === 1;
  if (isPlain && /^(?:https?|mailto|tel):[^\s<>]+$/i.test(href) && said === href) return `<${href}>`;
  if (isPlain && href === `mailto:${said}`) return `<${said}>`;
  const address = /[\s()<>\\]|^$/.test(href)
    ? `<${href.replace(/[<>\\]/g, "\\$&").replace(/\n/g, "%0A")}>`
    : href.replace(/&/g, /&#?\w+;/.test(href) ? "\\&" : "&");
  return `[${inside}](${address}${title === null ? "" : ` "${title.replace(/["\\]/g, "\\$&")}"`})`;
}

/** Code that has backticks itself stands in more of them. */
function fenced(text: string): string {
  const most = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(text.includes("`") ? most + 1 : 1);
  const pad = /^`|`$|^ .*[^ ].* $/.test(text) ? " " : "";
  return fence + pad + text + pad + fence;
}
