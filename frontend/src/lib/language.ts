import { WORDS } from "virtual:words";
import { i18n, type Messages } from "@lingui/core";

export type Language = "uk" | "en";

const KEY = "viche-language";
/** In the storage of the tab: a choice belongs to the visit that it was made in. */
const CHOSEN = "viche-chosen-language";

/** The parts that were needed here until now: what every page uses, and the features that were opened. */
const needed = new Set(["shared"]);

export function isLanguage(value: unknown): value is Language {
  return value === "uk" || value === "en";
}

/**
 * Return the language to begin in: that of the last person here, or else the first of the browser's languages that
 * the product speaks; Ukrainian when it speaks none of them.
 */
export function initialLanguage(): Language {
  const remembered = localStorage.getItem(KEY);
  if (isLanguage(remembered)) return remembered;
  return navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]).find(isLanguage) ?? "uk";
}

async function loadWords(language: Language, parts: readonly string[]): Promise<Messages> {
  const loaded = await Promise.all(parts.map((part) => WORDS[language][part]?.()));
  return Object.assign({}, ...loaded.map((part) => part?.messages));
}

/** Load the needed words of a language and show every page in it from now on. */
export async function activateLocale(language: Language): Promise<void> {
  let messages: Messages = {};
  let count = 0;
  // Another page may have come to need more meanwhile.
  while (count < needed.size) {
    count = needed.size;
    messages = await loadWords(language, [...needed]);
  }
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

/** Show the language that a visitor chooses, and keep the choice for the account that they sign in with. */
export async function chooseLanguage(language: Language): Promise<void> {
  sessionStorage.setItem(CHOSEN, language);
  rememberLanguage(language);
  await activateLocale(language);
}

/** Return what was chosen before sign-in and is not stored in the account yet. */
export function chosenLanguage(): Language | null {
  const value = sessionStorage.getItem(CHOSEN);
  return isLanguage(value) ? value : null;
}

export function forgetChosenLanguage(): void {
  sessionStorage.removeItem(CHOSEN);
}

/** The next visit begins in this language. */
export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

/** Load words that a page needs before it is shown: of a feature, or of what surrounds all pages. */
export async function loadPart(part: string): Promise<void> {
  needed.add(part);
  const language = currentLanguage();
  i18n.load(language, await loadWords(language, [part]));
}

/** Load the words of all pages. */
export async function loadEveryPart(): Promise<void> {
  await Promise.all(Object.keys(WORDS.uk).map(loadPart));
}

/** What the reader hears now. */
export function currentLanguage(): Language {
  return i18n.locale === "en" ? "en" : "uk";
}
