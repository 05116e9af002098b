// Marks of Markdown in the text of a field: no more of them than the server renders (dialogue/messages/markdown.py).

/** A text with what is chosen in it; where nothing is, `start` and `end` are the caret. */
export interface Field {
  text: string;
  start: number;
  end: number;
}

export type Mark = "bold" | "italic";
export type Lines = "list" | "numbers" | "quote";
export type Format = Mark | Lines | "link";

const MARKS: Record<Mark, string> = { bold: "**", italic: "*" };
const PREFIXES: Record<Lines, RegExp> = {
  list: /^\s*[-*+]\s+/,
  numbers: /^\s*\d{1,9}[.)]\s+/,
  quote: /^\s*> ?/,
};
const isMarked = (line: string) => Object.values(PREFIXES).some((prefix) => prefix.test(line));

/** `put` instead of `cut` characters at a place. */
interface Change {
  at: number;
  cut: number;
  put: string;
}

/** What is inserted at the caret, or where the choice begins, stands before it; where it ends, behind it. */
function changed({ text, start, end }: Field, changes: Change[]): Field {
  const shift = (place: number, isEnd: boolean) =>
    changes.reduce((sum, { at, cut, put }) => {
      const behind = at + cut < place || (at + cut === place && (cut > 0 || !isEnd));
      if (behind) return sum + put.length - cut;
      return at < place ? sum + at - place : sum;
    }, place);
  const written = changes
    .toSorted((a, b) => b.at - a.at)
    .reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text);
  return { text: written, start: shift(start, false), end: shift(end, start !== end) };
}

interface Line {
  from: number;
  words: string;
}

/** The lines in which something is chosen. One that the choice only touches with its end is not among them. */
function linesOf({ text, start, end }: Field): Line[] {
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const stop = text.indexOf("\n", Math.max(last, from));
  let at = from;
  return text
    .slice(from, stop < 0 ? text.length : stop)
    .split("\n")
    .map((words) => {
      const line = { from: at, words };
      at += words.length + 1;
      return line;
    });
}

/** Where a mark stands: its signs from `from` to `inner`, and from `innerEnd` to `to`. */
interface Span {
  mark: Mark;
  from: number;
  inner: number;
  innerEnd: number;
  to: number;
}

/** Asterisks side by side, as far as they belong to nothing yet. */
interface Run {
  at: number;
  count: number;
}

/** The nearest that opens with the next that closes: two of both before one. */
function paired(open: Run, close: Run): Span {
  const length = open.count > 1 && close.count > 1 ? 2 : 1;
  const inner = open.at + open.count;
  const innerEnd = close.at;
  open.count -= length;
  close.count -= length;
  close.at += length;
  const mark = length === 2 ? "bold" : "italic";
  return { mark, from: inner - length, inner, innerEnd, to: innerEnd + length };
}

/** What a run closes, inmost first. */
function closedBy(run: Run, open: Run[]): Span[] {
  const last = open.at(-1);
  if (!last || run.count === 0) return [];
  const span = paired(last, run);
  if (last.count === 0) open.pop();
  return [span, ...closedBy(run, open)];
}

/** Pairs of asterisks as Markdown finds them. */
function spansIn({ from, words }: Line): Span[] {
  const spans: Span[] = [];
  const open: Run[] = [];
  const isWord = (place: number) => /\S/.test(words[place] ?? " ");
  for (const { index, 0: signs } of words.matchAll(/(?<!\\)\*+/g)) {
    const run = { at: from + index, count: signs.length };
    if (isWord(index - 1)) spans.push(...closedBy(run, open));
    if (run.count > 0 && isWord(index + signs.length)) open.push(run);
  }
  return spans;
}

interface Part {
  start: number;
  end: number;
  spans: Span[];
}

/** What is chosen, line by line, without the signs and blanks around the words. */
function partsOf(field: Field, mark: Mark): Part[] {
  return linesOf(field).flatMap((line) => {
    const words = line.words.replace(/^\s*(?:> ?)*(?:[-*+]\s+|\d{1,9}[.)]\s+)?/, "");
    const first = Math.max(field.start, line.from + line.words.length - words.length);
    const chosen = field.text.slice(first, Math.min(field.end, line.from + line.words.length));
    if (!chosen.trim()) return [];
    const start = first + chosen.length - chosen.trimStart().length;
    const spans = spansIn(line).filter((span) => span.mark === mark);
    return [{ start, end: start + chosen.trim().length, spans }];
  });
}

const around = ({ start, end, spans }: Part) => spans.find((span) => span.from <= start && end <= span.to);
const without = ({ from, inner, innerEnd, to }: Span): Change[] => [
  { at: from, cut: inner - from, put: "" },
  { at: innerEnd, cut: to - innerEnd, put: "" },
];

/** How many asterisks stand on both sides of a caret, and nothing between them. */
function emptyMarks({ text, start }: Field): number {
  const before = /(?<![\p{L}\p{N}*])\**$/u.exec(text.slice(0, start))?.[0].length ?? 0;
  const after = /^\**/.exec(text.slice(start))?.[0].length ?? 0;
  return before === after ? before : 0;
}

const stands = (mark: Mark, count: number) => (mark === "bold" ? count > 1 : count % 2 === 1);

/** The span around a caret, or the one of which it leaves the last word. */
function spanAt(field: Field, mark: Mark): Span | undefined {
  const [line] = linesOf(field);
  return (
    line &&
    spansIn(line).find(
      (span) => span.mark === mark && span.inner <= field.start && field.start <= span.innerEnd,
    )
  );
}

function toggleAtCaret(field: Field, mark: Mark): Field {
  const { text, start } = field;
  const signs = MARKS[mark];
  const { length } = signs;
  if (stands(mark, emptyMarks(field))) {
    const before = text.slice(0, start - length);
    return { text: before + text.slice(start + length), start: start - length, end: start - length };
  }
  const span = spanAt(field, mark);
  // Whoever has written the last bold word goes on without.
  if (span?.innerEnd === start) return { text, start: span.to, end: span.to };
  if (span) return changed(field, without(span));
  const before = /[\p{L}\p{N}’'ʼ-]*$/u.exec(text.slice(0, start))?.[0].length ?? 0;
  const after = /^[\p{L}\p{N}’'ʼ-]*/u.exec(text.slice(start))?.[0].length ?? 0;
  if (before > 0 && after > 0) {
    const word = { at: start - before, cut: 0, put: signs };
    return changed(field, [word, { at: start + after, cut: 0, put: signs }]);
  }
  const empty = text.slice(0, start) + signs + signs + text.slice(start);
  return { text: empty, start: start + length, end: start + length };
}

/** Puts a mark around what is chosen, or takes it away; without a choice around the word, or what comes. */
export function toggleMark(field: Field, mark: Mark): Field {
  if (field.start === field.end) return toggleAtCaret(field, mark);
  const parts = partsOf(field, mark);
  const found = parts.map(around);
  if (found.every(Boolean)) {
    const spans = new Set(found.filter((span) => span !== undefined));
    return changed(field, [...spans].flatMap(without));
  }
  const signs = MARKS[mark];
  const changes = parts
    .filter((part) => !around(part))
    .flatMap(({ start, end, spans }) => [
      ...spans.filter((span) => start <= span.from && span.to <= end).flatMap(without),
      { at: start, cut: 0, put: signs },
      { at: end, cut: 0, put: signs },
    ]);
  const chosen = { ...field, start: parts[0]?.start ?? field.start, end: parts.at(-1)?.end ?? field.end };
  return changed(chosen, changes);
}

function areOn(lines: Line[], kind: Lines): boolean {
  const written = lines.filter(({ words }) => words.trim());
  return written.length > 0 && written.every(({ words }) => PREFIXES[kind].test(words));
}

const FIRST_NUMBER = /^\s*(\d{1,9})[.)]\s/;

/** What a line begins with from now on, in place of the `cut` characters. */
function prefixed({ from, words }: Line, kind: Lines, nth: number): Change {
  if (kind === "quote") return { at: from, cut: 0, put: "> " };
  const before = PREFIXES.list.exec(words) ?? PREFIXES.numbers.exec(words);
  return { at: from, cut: before?.[0].length ?? 0, put: kind === "list" ? "- " : `${nth}. ` };
}

/** Makes the chosen lines a list or a quote, or plain lines again; what must not run together is parted. */
export function toggleLines(field: Field, kind: Lines): Field {
  const { text } = field;
  const lines = linesOf(field);
  const from = lines[0]?.from ?? 0;
  const to = from + lines.map(({ words }) => words).join("\n").length;
  const above = text.slice(0, from).split("\n").at(-2) ?? "";
  const below = text.slice(to + 1).split("\n")[0] ?? "";
  const off = areOn(lines, kind);
  const next = changed(field, off ? unprefixed(lines, kind, above) : allPrefixed(lines, kind, above));
  // A plain line right below an item or a quote would be a part of it.
  if (!below.trim() || isMarked(below) !== off) return next;
  const end = to + next.text.length - text.length;
  return { ...next, text: `${next.text.slice(0, end)}\n${next.text.slice(end)}` };
}

function unprefixed(lines: Line[], kind: Lines, above: string): Change[] {
  const cuts = lines.map(({ from, words }) => {
    return { at: from, cut: PREFIXES[kind].exec(words)?.[0].length ?? 0, put: "" };
  });
  return isMarked(above) ? [...cuts, { at: lines[0]?.from ?? 0, cut: 0, put: "\n" }] : cuts;
}

function allPrefixed(lines: Line[], kind: Lines, above: string): Change[] {
  const first = Number(FIRST_NUMBER.exec(above)?.[1] ?? 0) + 1;
  return lines
    .filter(({ words }) => kind === "quote" || words.trim() || lines.length === 1)
    .map((line, nth) => prefixed(line, kind, first + nth));
}

const LINK = /\[([^[\]\n]*)\]\(([^()\s]*)\)/g;

function linkAt({ text, start, end }: Field) {
  return [...text.matchAll(LINK)].find(({ index, 0: all }) => index <= start && end <= index + all.length);
}

/** Makes a link of what is chosen and chooses its address, to be pasted over; or leaves the words alone. */
export function toggleLink(field: Field): Field {
  const { text, start, end } = field;
  const link = linkAt(field);
  if (link) {
    const words = link[1] ?? "";
    const written = text.slice(0, link.index) + words + text.slice(link.index + link[0].length);
    return { text: written, start: link.index, end: link.index + words.length };
  }
  const chosen = text.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const [words, address] = isAddress ? ["", chosen] : [chosen, "https://"];
  const written = `${text.slice(0, start)}[${words}](${address})${text.slice(end)}`;
  const from = words ? start + words.length + 3 : start + 1;
  return { text: written, start: from, end: words ? from + address.length : from };
}

export function toggle(field: Field, format: Format): Field {
  if (format === "link") return toggleLink(field);
  if (format === "bold" || format === "italic") return toggleMark(field, format);
  return toggleLines(field, format);
}

/** Whether all that is chosen, or the place of the caret, is in a format. */
export function isOn(field: Field, format: Format): boolean {
  if (format === "link") return linkAt(field) !== undefined;
  if (format !== "bold" && format !== "italic") return areOn(linesOf(field), format);
  if (field.start === field.end) {
    return stands(format, emptyMarks(field)) || spanAt(field, format) !== undefined;
  }
  const parts = partsOf(field, format);
  return parts.length > 0 && parts.every((part) => around(part));
}

/** What Enter makes of a line of a list or a quote: the next one, or from an empty one the way out. */
export function nextLine(field: Field): Field | null {
  const { text, start, end } = field;
  const [line] = linesOf(field);
  if (start !== end || !line) return null;
  const found = /^(\s*(?:> ?)*)(?:([-*+]\s+)|(\d{1,9})([.)]\s+))?/.exec(line.words);
  const [prefix = "", quotes = "", bullet, number, dot] = found ?? [];
  if (!prefix.trim() || start < line.from + prefix.length) return null;
  if (line.words.slice(prefix.length).trim()) {
    const sign = bullet ?? (number ? `${Number(number) + 1}${dot}` : "");
    const put = `\n${quotes}${sign}`;
    return {
      text: text.slice(0, start) + put + text.slice(start),
      start: start + put.length,
      end: start + put.length,
    };
  }
  // An empty line parts what comes from the list: right below its last item it would be a part of that.
  const put = line.from > 0 ? "\n" : "";
  const written = text.slice(0, line.from) + put + text.slice(line.from + line.words.length);
  return { text: written, start: line.from + put.length, end: line.from + put.length };
}
