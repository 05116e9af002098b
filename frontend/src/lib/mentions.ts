/**
 * Whom a text names. It is sent as `@[Оксана Мельничук](person:0190…)` and shown as «@Оксана Мельничук»; the
 * keys of the names that stand in a text are kept beside it.
 */
export type Names = Map<string, string>;

const MENTION = /@\[([^[\]\n]{1,200})\]\(((?:person|organisation|sector|role):[a-z0-9_-]{1,40})\)/g;

/** A text as people read it. Whom it names is added to `names`; of two of one name the later is numbered. */
export function shownText(body: string, names: Names = new Map()): string {
  return body.replace(MENTION, (_all, name: string, key: string) => `@${nameFor(name, key, names)}`);
}

/** How somebody is called in a text in which others are named, too. */
export function nameFor(name: string, key: string, names: Names): string {
  const plain = name.replace(/[[\]]/g, "");
  let own = plain;
  for (let nth = 2; (names.get(own) ?? key) !== key; nth += 1) own = `${plain} (${nth})`;
  names.set(own, key);
  return own;
}

/** The same as it is sent. Of two names that begin alike the longer one is meant. */
export function sentText(shown: string, names: Names): string {
  const known = [...names.keys()].sort((a, b) => b.length - a.length).map(escaped);
  if (known.length === 0) return shown;
  const named = new RegExp(`@(${known.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return shown.replace(named, (_all, name: string) => `@[${name}](${names.get(name)})`);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What is being looked for behind an at sign, and where that sign stands. */
export interface Sought {
  from: number;
  words: string;
}

/** What is being looked for behind the at sign in front of the caret. */
export function soughtAt(shown: string, caret: number): Sought | null {
  const found = /(?:^|[\s(«"„])@([\p{L}\p{N}«»"’'ʼ№.-]*(?: [\p{L}\p{N}«»"’'ʼ№.-]*)?)$/u.exec(
    shown.slice(0, caret),
  );
  const words = found?.[1];
  return words === undefined ? null : { from: caret - words.length - 1, words };
}

/** As it is compared: without quotes, with one kind of apostrophe. */
const folded = (text: string) =>
  text
    .toLocaleLowerCase()
    .replace(/[«»"„“”]/g, "")
    .replace(/['ʼ]/g, "’")
    .split(/[\s-]+/)
    .filter(Boolean);

/** What is left of the word in which the caret stood was a part of what was sought. */
export const REST = /^[\p{L}\p{N}’'ʼ-]* ?/u;

/** Whether each word that is sought begins a word of the name. */
export function fits(name: string, sought: string): boolean {
  const words = folded(name);
  return folded(sought).every((one) => words.some((word) => word.startsWith(one)));
}
