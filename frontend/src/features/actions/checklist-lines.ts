import type { ChecklistLineOut } from "@/api/generated/types.gen";

type Known = Pick<ChecklistLineOut, "id" | "text">;

export interface Line {
  id?: string;
  text: string;
}

/** The lines of a text, each once it says something. */
export function textsOf(written: string): string[] {
  return written
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/**
 * Which written lines are which of those that are there: by their words; else one that stands in the place of
 * a line that is gone is that line with other words, and keeps its tick.
 */
export function sameLines(known: Known[], texts: string[]): Line[] {
  const left = [...known];
  const take = (found: Known | undefined) => {
    if (found) left.splice(left.indexOf(found), 1);
    return found;
  };
  const byWords = texts.map((text) => take(left.find((one) => one.text === text)));
  return texts.map((text, place) => {
    const before = known[place];
    const line = byWords[place] ?? (before && left.includes(before) ? take(before) : undefined);
    return line ? { id: line.id, text } : { text };
  });
}
