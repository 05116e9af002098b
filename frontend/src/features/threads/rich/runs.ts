import type { JSONContent } from "@tiptap/core";
import { ORDER } from "./read-rich";

/** Words of a line in one manner; a break between lines is a run of its own. */
export interface Run {
  kind: "words" | "break" | "mention";
  text: string;
  /** Of a mention. */
  key?: string;
  /** In their order, a link with its address: `link {"href":…}`. */
  marks: string[];
}

export const isCode = ({ marks }: Run) => marks.includes("code");
const isBlank = (run: Run) =>
  run.kind === "break" || (run.kind === "words" && !isCode(run) && !run.text.trim());

function markOf({ type, attrs }: { type: string; attrs?: Record<string, unknown> }): string {
  return type === "link" ? `link ${JSON.stringify([attrs?.href ?? "", attrs?.title ?? null])}` : type;
}

/** What a block says, with what nobody sees left out: blanks where a line ends, and marks around blanks. */
export function runsOf(content: JSONContent[] = []): Run[] {
  const runs = unended(content.flatMap(piecesOf));
  for (const [nth, run] of runs.entries()) {
    if (run.kind !== "break") continue;
    const before = runs.slice(0, nth).findLast(({ kind }) => kind !== "break");
    const after = runs.slice(nth).find(({ kind }) => kind !== "break");
    run.marks = (before?.marks ?? []).filter((one) => one !== "code" && after?.marks.includes(one));
  }
  for (const mark of new Set(runs.flatMap(({ marks }) => marks))) if (mark !== "code") bare(runs, mark);
  return merged(runs);
}

function piecesOf({ type, text = "", attrs, marks = [] }: JSONContent): Run[] {
  const own = marks.map(markOf).sort((a, b) => place(a) - place(b));
  if (type === "hardBreak") return [{ kind: "break", text: "", marks: [] }];
  if (type === "mention") {
    return [{ kind: "mention", text: String(attrs?.words), key: String(attrs?.key), marks: own }];
  }
  const pieces = own.includes("code") ? [text] : (text.match(/\s+|\S+/g) ?? []);
  return pieces.map((piece) => ({ kind: "words", text: piece, marks: own }));
}

const place = (mark: string) => ORDER.indexOf(mark.split(" ")[0] ?? "");

/** Without blanks at the ends of lines, and breaks at the end of all. */
function unended(runs: Run[]): Run[] {
  const first = runs.findIndex((run) => !isBlank(run));
  const last = runs.findLastIndex((run) => !isBlank(run));
  if (first < 0) return [];
  const said = runs.slice(first, last + 1);
  const isBreak = (nth: number) => said[nth]?.kind === "break";
  // Several blanks may stand in a row.
  const ends = (nth: number, step: 1 | -1): boolean => {
    const next = said[nth + step];
    return isBreak(nth + step) || (next !== undefined && isBlank(next) && ends(nth + step, step));
  };
  return said.filter((run, nth) => run.kind === "break" || !isBlank(run) || !(ends(nth, 1) || ends(nth, -1)));
}

/** Takes a mark off the blanks at the edges of what has it. */
function bare(runs: Run[], mark: string): void {
  const has = (nth: number) => runs[nth]?.marks.includes(mark) ?? false;
  for (let from = 0; from < runs.length; from += 1) {
    if (!has(from)) continue;
    let end = from;
    while (has(end)) end += 1;
    const inside = runs.slice(from, end);
    const first = inside.findIndex((run) => !isBlank(run));
    const last = inside.findLastIndex((run) => !isBlank(run));
    for (const [nth, run] of inside.entries()) {
      if (first < 0 || nth < first || nth > last) run.marks = run.marks.filter((one) => one !== mark);
    }
    from = end;
  }
}

/** Neighbours of one manner as one. */
export function merged(runs: Run[]): Run[] {
  const made: Run[] = [];
  for (const run of runs) {
    const before = made.at(-1);
    const joins = before?.kind === "words" && run.kind === "words" && `${before.marks}` === `${run.marks}`;
    if (joins) before.text += run.text;
    else made.push({ ...run });
  }
  return made;
}
