import type { Language } from "./language";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2027-03-23` in English: “23 Mar 2027”. */
export function englishDate(iso: string): string {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** `2025-12-01` as people write it: «01.12.2025», “1 Dec 2025”. Empty stays empty. */
export function formatDateInput(iso: string, language: Language): string {
  const [year, month, day] = iso.split("-");
  if (!year || !month || !day) return "";
  return language === "en" ? englishDate(iso) : `${day}.${month}.${year}`;
}

/** The day, month and year that were typed, whether or not the calendar has that day. */
function partsOf(typed: string): [number, number, number] | null {
  const digits = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$/.exec(typed);
  if (digits) return [Number(digits[1]), Number(digits[2]), Number(digits[3])];
  const words = /^\s*(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})\s*$/i.exec(typed);
  const month = MONTHS.findIndex((name) => name.toLowerCase() === words?.[2]?.toLowerCase()) + 1;
  return words && month ? [Number(words[1]), month, Number(words[3])] : null;
}

/** Whether a whole date was typed; `isoDate` tells whether the calendar has it. */
export const isWholeDate = (typed: string): boolean => partsOf(typed) !== null;

/**
 * What was typed as `YYYY-MM-DD`; empty when it is no day of any calendar. Takes 1.12.2025, 01/12/2025, 01-12-2025 and
 * 1 Dec 2025.
 */
export function parseDateInput(typed: string): string {
  const parts = partsOf(typed);
  if (!parts) return "";
  const [day, month, year] = parts;
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : "";
}
