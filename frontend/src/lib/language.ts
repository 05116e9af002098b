import { i18n } from "@lingui/core";

export type Language = "uk" | "en";

const KEY = "viche-language";
/** In the storage of the tab: a choice belongs to the visit that it was made in. */
const CHOSEN = "viche-chosen-language";

/** The words of the first page, and of all others: see `scripts/split-words.ts`. */
const CATALOGUES = {
  uk: { first: () => import("../locales/uk.po"), rest: () => import("../locales/uk.po?lingui") },
  en: { first: () => import("../locales/en.po"), rest: () => import("../locales/en.po?lingui") },
};

let needsAll = false;

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

/** Load the words of a language and show every page in it from now on. */
export async function speak(language: Language): Promise<void> {
  const { first, rest } = CATALOGUES[language];
  const [{ messages }, others] = await Promise.all([first(), needsAll ? rest() : null]);
  // Another page may have come to need them meanwhile.
  const more = others ?? (needsAll ? await rest() : null);
  i18n.loadAndActivate({ locale: language, messages: { ...messages, ...more?.messages } });
  document.documentElement.lang = language;
}

/** Show the language that a visitor chooses, and keep the choice for the account that they sign in with. */
export async function chooseLanguage(language: Language): Promise<void> {
  sessionStorage.setItem(CHOSEN, language);
  rememberLanguage(language);
  await speak(language);
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

/** The words of every page: whoever shows another than the first waits for them. */
export async function everyWord(): Promise<void> {
  needsAll = true;
  const language = currentLanguage();
  const { messages } = await CATALOGUES[language].rest();
  i18n.load(language, messages);
}

/** What the reader hears now. */
export function currentLanguage(): Language {
  return i18n.locale === "en" ? "en" : "uk";
}
