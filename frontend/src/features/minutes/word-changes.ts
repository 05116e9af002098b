/** A run of words that stayed, went or came. */
export interface WordRun {
  kind: "same" | "removed" | "inserted";
  text: string;
}

/** Return for each pair of places how many words the rests of both texts have in common, in their order. */
function countCommon(before: string[], after: string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const common = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      (table[i] as number[])[j] = common;
    }
  }
  return table;
}

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);

/** Return how a text became another one, word by word: what went stands before what came. */
export function listWordChanges(before: string, after: string): WordRun[] {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  const common = countCommon(old, now);
  const runs: WordRun[] = [];
  const add = (kind: WordRun["kind"], word: string) => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += ` ${word}`;
    else runs.push({ kind, text: word });
  };
  let j = 0;
  for (const [i, word] of old.entries()) {
    const keeps = (common[i]?.[j] ?? 0) > (common[i + 1]?.[j] ?? 0);
    if (!keeps) add("removed", word);
    while (keeps && now[j] !== word) add("inserted", now[j++] as string);
    if (keeps) add("same", now[j++] as string);
  }
  for (const word of now.slice(j)) add("inserted", word);
  return runs;
}
