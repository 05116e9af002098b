import { useLingui } from "@lingui/react";
import { createContext, type ReactNode, use } from "react";
import { Dates } from "./dates";
import type { Language } from "./language";
import { type Bilingual, pick } from "./text";

const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const TimeZone = createContext(OWN_ZONE);

/** Below it, times are told in the given zone; without it, in the zone of the device. */
export function TimeZoneProvider({ timeZone, children }: { timeZone?: string; children: ReactNode }) {
  return <TimeZone value={timeZone ?? OWN_ZONE}>{children}</TimeZone>;
}

export interface Locale {
  language: Language;
  dates: Dates;
  /** A bilingual text in the reader's language. */
  localize: (text: Bilingual) => string;
}

const known = new Map<string, Locale>();

/** One for each language and zone: hundreds of messages share it. */
function readerOf(language: Language, timeZone: string): Locale {
  const key = `${language} ${timeZone}`;
  const reader = known.get(key) ?? {
    language,
    dates: new Dates(language, timeZone),
    localize: (text: Bilingual) => pick(text, language),
  };
  known.set(key, reader);
  return reader;
}

/** How the person in front of the screen reads: language, time zone, words. */
export function useLocale(): Locale {
  const { i18n } = useLingui();
  const timeZone = use(TimeZone);
  return readerOf(i18n.locale === "en" ? "en" : "uk", timeZone);
}
