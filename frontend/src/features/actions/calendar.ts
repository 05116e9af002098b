import { dayAfter } from "@/lib/dates";
import type { Path } from "@/lib/paths";

/** Where the page shows another month. */
export type MonthAddress = (month: string) => Path;

/** Days are `YYYY-MM-DD`, months `YYYY-MM`: both sort and compare as text. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** Whether something is a month that a calendar can show. */
export function isMonth(value: unknown): value is string {
  return typeof value === "string" && /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(value);
}

/** The month after a month, or some months later or earlier. */
export function monthAfter(month: string, count = 1): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** How many days from the Monday of its week a day is. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
}

/** The weeks that a month touches, Monday first, each with all of its days. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weeks: string[][] = [];
  for (let day = dayAfter(first, -weekdayOf(first)); monthOf(day) <= month; day = dayAfter(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, at) => dayAfter(day, at)));
  }
  return weeks;
}

/** The first and the last day that the page of a month shows. */
export function spanOf(month: string): { first: string; last: string } {
  const weeks = weeksOf(month);
  return { first: weeks[0]?.[0] ?? `${month}-01`, last: weeks.at(-1)?.[6] ?? `${month}-01` };
}

/** The same day of a month, or its last one where it is shorter. */
export function dayIn(month: string, day: string): string {
  const last = dayAfter(`${monthAfter(month)}-01`, -1);
  const same = `${month}${day.slice(7)}`;
  return same > last ? last : same;
}

/** Where a key leads from a day: along the week, to the next one, to its ends, or into another month. */
export function dayByKey(day: string, key: string): string | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -7,
    ArrowDown: 7,
    Home: -weekdayOf(day),
    End: 6 - weekdayOf(day),
  };
  if (key === "PageUp") return dayIn(monthAfter(monthOf(day), -1), day);
  if (key === "PageDown") return dayIn(monthAfter(monthOf(day)), day);
  const step = steps[key];
  return step === undefined ? undefined : dayAfter(day, step);
}

/** Things by the day on which they are due, in the order in which they came. */
export function byDay<T extends { due_on: string }>(items: T[]): Map<string, T[]> {
  const days = new Map<string, T[]>();
  for (const item of items) days.set(item.due_on, [...(days.get(item.due_on) ?? []), item]);
  return days;
}
