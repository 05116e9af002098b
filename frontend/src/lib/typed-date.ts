/** `2025-12-01` as people write it: `01.12.2025`. Empty stays empty. */
export function typedDate(iso: string): string {
  const [year, month, day] = iso.split("-");
  return year && month && day ? `${day}.${month}.${year}` : "";
}

/** What was typed as `YYYY-MM-DD`; empty when it is no day of any calendar. Takes 1.12.2025, 01/12/2025, 01-12-2025. */
export function isoDate(typed: string): string {
  const parts = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$/.exec(typed);
  if (!parts) return "";
  const [day, month, year] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : "";
}
