import { i18n } from "@lingui/core";

export type Language = "uk" | "en";

const KEY = "viche-language";

/** The words of the first page, and of all others: see `scripts/split-words.ts`. */
const CATALOGUES = {
  uk: { first: () => import("../locales/uk.po"), rest: () => import("../locales/uk.po?lingui") },
  en: { first: () => import("../locales/en.po"), rest: () => import("../locales/en.po?lingui") },
};

let needsAll = false;

export function isLanguage(value: unknown): value is Language {
  return value === "uk" || value === "en";
}

/** The language chosen in this browser; Ukrainian before anybody has chosen. */
export function storedLanguage(): Language {
  const value = localStorage.getItem(KEY);
  return isLanguage(value) ? value : "uk";
}

/** Loads the words of a language, speaks it from now on, and remembers it for the next visit. */
export async function speak(language: Language): Promise<void> {
  const { first, rest } = CATALOGUES[language];
  const [{ messages }, others] = await Promise.all([first(), needsAll ? rest() : null]);
  // Another page may have come to need them meanwhile.
  const more = others ?? (needsAll ? await rest() : null);
  i18n.loadAndActivate({ locale: language, messages: { ...messages, ...more?.messages } });
  document.documentElement.lang = language;
  rememberLanguage(language);
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
