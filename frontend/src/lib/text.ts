import type { Language } from "./language";

/** What exists in two languages. */
export interface Bilingual {
  uk: string;
  en: string;
}

/** Between facts on one line: it never begins a line. */
export const DOT = "\u00a0· ";

/** Where a long word may part: Ukrainian syllables that end in a vowel. */
const SYLLABLE = /([аеєиіїоуюя])(?=[бвгґджзйклмнпрстфхцчшщ]ь?[аеєиіїоуюя])/gi;
const LONG = /[а-яіїєґ’]{11,}/gi;

/** With soft hyphens in long words, for where lines are very short. */
export function withSoftHyphens(words: string): string {
  return words.replace(LONG, (word) => word.replace(SYLLABLE, "$1\u00ad"));
}

/** A sentence that goes on another one: months keep their capitals. */
export function continued(words: string): string {
  return words.charAt(0).toLocaleLowerCase() + words.slice(1);
}

/** Words that begin a line. */
export function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** In the reader's language, or in the other one where that is all there is. */
export function pick(text: Bilingual, language: Language): string {
  return text[language] || text.uk || text.en;
}

/** The English of a text, where somebody has written it: what only repeats the Ukrainian was not. */
export function englishOf(text: Bilingual): string {
  return text.en === text.uk ? "" : text.en;
}
