import { englishDate, formatDateInput } from "./date-input";
import type { Language } from "./language";

/** English dates read as in Europe: 5 Dec 2026, 24-hour clock. */
const LOCALES: Record<Language, string> = { uk: "uk-UA", en: "en-GB" };

const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * 60 * 1000;

/** The day after a day, or some days later, both as `YYYY-MM-DD`. */
export function dayAfter(day: string, count = 1): string {
  return new Date(Date.parse(`${day}T00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Intl's apostrophe (пʼятниця) is not the one that our texts use (п’ятниця); spaces stay in one line. */
function tidy(words: string): string {
  return words.replaceAll("ʼ", "’");
}

const made = new Map<string, Intl.DateTimeFormat>();

/** Formatters are dear to make and cheap to keep. */
function formatter(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = JSON.stringify([language, timeZone, options]);
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone });
  made.set(key, fresh);
  return fresh;
}

/** Dates and times as one reader reads them: in their language and their time zone. */
export class Dates {
  constructor(
    readonly language: Language,
    readonly timeZone: string,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  private write(at: Date, options: Intl.DateTimeFormatOptions): string {
    return tidy(formatter(this.language, this.timeZone, options).format(at));
  }

  /** `09:52` */
  time(at: string): string {
    return this.write(new Date(at), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  /** The calendar day of a moment in the reader's zone, as `YYYY-MM-DD`; it sorts and compares as text. */
  day(at: string | Date): string {
    const parts = formatter("en", this.timeZone, { year: "numeric", month: "2-digit", day: "2-digit" });
    const [day, month, year] = parts.format(new Date(at)).split("/");
    return `${year}-${month}-${day}`;
  }

  /** The moment at which a day begins in the reader's zone. */
  begins(day: string): string {
    const midnight = Date.parse(`${day}T00:00Z`);
    // Twice: on that day the clock may be put forward or back.
    const near = midnight - this.ahead(midnight);
    return new Date(midnight - this.ahead(near)).toISOString();
  }

  /** By how much the reader's clock is ahead of UTC at a moment. */
  private ahead(at: number): number {
    const clock = this.write(new Date(at), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const wall = Date.parse(`${this.day(new Date(at))}T${clock}Z`);
    return wall - Math.floor(at / MINUTE_MS) * MINUTE_MS;
  }

  /** The last day before a moment: what ends at midnight has the day before as its last. */
  lastDay(end: string): string {
    return this.day(new Date(Date.parse(end) - 1));
  }

  today(): string {
    return this.day(this.clock());
  }

  /** Whole days from today to a day; negative when it has passed. */
  daysUntil(day: string): number {
    return Math.round((Date.parse(`${day}T00:00Z`) - Date.parse(`${this.today()}T00:00Z`)) / DAY_MS);
  }

  /** «20.01.2026», “20 Jan 2026”: for columns and margins. */
  numeric(day: string): string {
    return formatDateInput(day, this.language);
  }

  /** «20.01», “20 Jan” */
  dayAndMonth(day: string): string {
    const whole = this.numeric(day);
    return this.language === "en" ? whole.slice(0, -5) : whole.slice(0, 5);
  }

  /** «20.01.26», where a column is narrow; English has its one form, “20 Jan 2026”. */
  short(day: string): string {
    const whole = this.numeric(day);
    return this.language === "en" ? whole : whole.slice(0, 6) + whole.slice(8);
  }

  /** «5 грудня», “5 Dec”, with the year when it is another one. */
  long(day: string): string {
    const sameYear = day.slice(0, 4) === this.today().slice(0, 4);
    if (this.language === "en") return sameYear ? this.dayAndMonth(day) : englishDate(day);
    return this.ofDay(day, {
      day: "numeric",
      month: "long",
      ...(sameYear ? {} : { year: "numeric" }),
    }).replace(/\sр\.$/, "");
  }

  /** «Грудень 2026»: the head of a month. */
  month(month: string): string {
    const words = this.ofDay(`${month}-01`, { month: "long", year: "numeric" }).replace(/\sр\.$/, "");
    return this.begin(words);
  }

  /** «пн», where a column is narrow. */
  weekdayShort(day: string): string {
    return this.ofDay(day, { weekday: "short" });
  }

  /** «середа» */
  weekday(day: string): string {
    return this.ofDay(day, { weekday: "long" });
  }

  /** «П’ятниця, 5 грудня», “Friday, 5 Dec”: the head of a day. */
  heading(day: string): string {
    return this.begin(`${this.weekday(day)}, ${this.long(day)}`);
  }

  private begin(words: string): string {
    return words.charAt(0).toLocaleUpperCase(LOCALES[this.language]) + words.slice(1);
  }

  private ofDay(day: string, options: Intl.DateTimeFormatOptions): string {
    return tidy(formatter(this.language, "UTC", options).format(new Date(`${day}T12:00Z`)));
  }

  /** «05.12, 11:42», “5 Dec, 11:42” */
  stamp(at: string): string {
    return `${this.dayAndMonth(this.day(at))}, ${this.time(at)}`;
  }

  /** `11:42` today, `stamp` on another day. */
  recent(at: string): string {
    return this.day(at) === this.today() ? this.time(at) : this.stamp(at);
  }

  /** «5 грудня, 11:40», “5 Dec, 11:40” */
  full(at: string): string {
    return `${this.long(this.day(at))}, ${this.time(at)}`;
  }
}

/** Sizes as people say them: «412 КБ», “1.2 MB”. */
export function fileSize(bytes: number, language: Language): string {
  const [kilo, mega, giga] = language === "uk" ? ["КБ", "МБ", "ГБ"] : ["KB", "MB", "GB"];
  const number = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 });
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} ${kilo}`;
  if (bytes < 1024 ** 3) return `${number.format(bytes / 1024 / 1024)} ${mega}`;
  return `${number.format(bytes / 1024 ** 3)} ${giga}`;
}

/** Alphabetical order of the language: Ґ after Г, І after И. */
export function byName(language: Language): (a: string, b: string) => number {
  return new Intl.Collator(LOCALES[language]).compare;
}
