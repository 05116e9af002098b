/** A stretch of a text: characters (code points) from the first to behind the last. */
export type Stretch = readonly number[];

/** A text as the server counts it: composed, with plain line ends, without white space around it. */
function counted(text: string): string[] {
  return [...text.normalize("NFC").replace(/\r\n?/g, "\n").trim()];
}

/** The text in parts, those that are marked and those between them; stretches that touch are one. */
export function highlightRanges(text: string, stretches: Stretch[]): { words: string; marked: boolean }[] {
  const points = counted(text);
  const parts: { words: string; marked: boolean }[] = [];
  const add = (from: number, to: number, marked: boolean) => {
    if (from < to) parts.push({ words: points.slice(from, to).join(""), marked });
  };
  let at = 0;
  for (const [from = 0, to = 0] of [...stretches].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) {
    add(at, from, false);
    const last = parts.at(-1);
    if (last?.marked && from <= at) last.words += points.slice(at, to).join("");
    else add(Math.max(at, from), to, true);
    at = Math.max(at, to);
  }
  add(at, points.length, false);
  return parts;
}

/** The words of one stretch; none where nothing in particular is meant. */
export function textInRange(text: string, [from = 0, to = 0]: Stretch): string {
  return counted(text).slice(from, to).join("");
}
