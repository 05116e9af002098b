import { i18n } from "@lingui/core";

export type Language = "uk" | "en";

const KEY = "viche-language";

const CATALOGUES = {
  uk: () => import("../locales/uk.po"),
  en: () => import("../locales/en.po"),
};

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
  const { messages } = await CATALOGUES[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
  localStorage.setItem(KEY, language);
}

/** What the reader hears now. */
export function currentLanguage(): Language {
  return i18n.locale === "en" ? "en" : "uk";
}
