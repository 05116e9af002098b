/**
 * Whom a text names. It is sent as `@[Оксана Мельничук](person:0190…)` and shown as «@Оксана Мельничук»; the
 * keys of the names that stand in a text are kept beside it.
 */
export type Names = Map<string, string>;

const MENTION = /@\[([^[\]\n]{1,200})\]\(((?:person|organisation|sector|role):[a-z0-9_-]{1,40})\)/g;

/** A text as people read it. Whom it names is added to `names`. */
export function shownText(body: string, names: Names = new Map()): string {
  return body.replace(MENTION, (_all, name: string, key: string) => {
    names.set(name, key);
    return `@${name}`;
  });
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

/** What is being looked for behind the at sign in front of the caret, and where that sign stands. */
export function soughtAt(shown: string, caret: number): { from: number; words: string } | null {
  const found = /(?:^|[\s(«"„])@([\p{L}\p{N}’'№.-]*(?: [\p{L}\p{N}’'№.-]*)?)$/u.exec(shown.slice(0, caret));
  const words = found?.[1];
  return words === undefined ? null : { from: caret - words.length - 1, words };
}

/** Whether each word that is sought begins a word of the name. */
export function fits(name: string, sought: string): boolean {
  const words = name.toLocaleLowerCase().split(/[\s-]+/);
  const wanted = sought.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return wanted.every((one) => words.some((word) => word.startsWith(one)));
}
