/**
 * Whom a text names. It is sent as `@[Оксана Мельничук](person:0190…)` and shown as «@Оксана Мельничук»; the
 * keys of the names that stand in a text are kept beside it.
 */
export type Names = Map<string, string>;

const MENTION = /@\[([^[\]\n]{1,200})\]\(((?:person|organisation|sector|role):[a-z0-9_-]{1,40})\)/g;

/** A text as people read it. Whom it names is added to `names`; of two of one name the later is numbered. */
export function displayText(body: string, names: Names = new Map()): string {
  return body.replace(MENTION, (_all, name: string, key: string) => `@${mentionLabel(name, key, names)}`);
}

/** How somebody is called in a text in which others are named, too. */
export function mentionLabel(name: string, key: string, names: Names): string {
  const plain = name.replace(/[[\]]/g, "");
  let own = plain;
  for (let nth = 2; (names.get(own) ?? key) !== key; nth += 1) own = `${plain} (${nth})`;
  names.set(own, key);
  return own;
}

/** The same as it is sent. Of two names that begin alike the longer one is meant. */
export function serializeMentions(shown: string, names: Names): string {
  const known = [...names.keys()].sort((a, b) => b.length - a.length).map(escaped);
  if (known.length === 0) return shown;
  const named = new RegExp(`@(${known.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return shown.replace(named, (_all, name: string) => `@[${name}](${names.get(name)})`);
}

const ENDING = /^[\p{L}\p{N}]/u;

/**
 * The same of a text that is typed on. An ending at a name («@Оксана Мельничукю», written with formats shown) names
 * nobody when it is typed; who was named with one `before`, as that was sent, stays named where it was not touched.
 */
export function reconcileMentions(before: string, shown: string, names: Names): string {
  const old = displayText(before, names);
  const front = alike(old, shown, (nth) => nth);
  const back = alike(old, shown, (nth) => -1 - nth);
  let [sent, read, shorter] = ["", 0, 0];
  for (const { 0: all, 1: name = "", 2: key = "", index } of before.matchAll(MENTION)) {
    const words = `@${mentionLabel(name, key, names)}`;
    const at = index - shorter;
    shorter += all.length - words.length;
    const inFront = at + words.length < front;
    const place = inFront ? at : at + shown.length - old.length;
    const stays = (inFront || at >= old.length - back) && place >= read;
    if (!stays || !ENDING.test(shown.slice(place + words.length))) continue;
    sent += serializeMentions(shown.slice(read, place), names) + all;
    read = place + words.length;
  }
  return sent + serializeMentions(shown.slice(read), names);
}

/** In how many letters two texts begin alike, or end. */
function alike(one: string, other: string, place: (nth: number) => number): number {
  const most = Math.min(one.length, other.length);
  let nth = 0;
  while (nth < most && one.at(place(nth)) === other.at(place(nth))) nth += 1;
  return nth;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What is being looked for behind an at sign, and where that sign stands. */
export interface MentionQuery {
  from: number;
  words: string;
}

/** What is being looked for behind the at sign in front of the caret. */
export function mentionQueryAt(shown: string, caret: number): MentionQuery | null {
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
