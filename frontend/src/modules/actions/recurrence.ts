import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useLocale } from "@/lib/locale";

/** The usual rules by which work comes again (RFC 5545); others are kept as they are. */
export const USUAL: Record<string, MessageDescriptor> = {
  "FREQ=WEEKLY": msg`Щотижня`,
  "FREQ=WEEKLY;INTERVAL=2": msg`Що два тижні`,
  "FREQ=MONTHLY": msg`Щомісяця`,
  "FREQ=MONTHLY;INTERVAL=3": msg`Щокварталу`,
  "FREQ=MONTHLY;INTERVAL=6": msg`Щопівроку`,
  "FREQ=YEARLY": msg`Щороку`,
};

function partsOf(rule: string): Map<string, string> {
  const pairs = rule.split(";").filter(Boolean);
  return new Map(pairs.map((one) => one.split("=") as [string, string]));
}

function written(parts: Map<string, string>): string {
  return [...parts].map(([name, value]) => `${name}=${value}`).join(";");
}

/** A rule without its end. */
export function endless(rule: string): string {
  const parts = partsOf(rule);
  parts.delete("UNTIL");
  parts.delete("COUNT");
  return written(parts);
}

/** The last day of a rule, «2027-12-31», or nothing. */
export function endOf(rule: string): string {
  const day = partsOf(rule).get("UNTIL");
  return day ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}` : "";
}

/** The same rule with another last day, or with none. */
export function ending(rule: string, day: string): string {
  const base = endless(rule);
  return base && day ? `${base};UNTIL=${day.replaceAll("-", "")}` : base;
}

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** «щомісяця, до 31 грудня 2027» */
export function useRecurrenceWords(): (rule: string) => string {
  const { t } = useLingui();
  const { dates } = useLocale();

  const often = (frequency: string, interval: number): string | undefined => {
    const named: Record<string, string> = {
      DAILY1: t`щодня`,
      WEEKLY1: t`щотижня`,
      MONTHLY1: t`щомісяця`,
      MONTHLY3: t`щокварталу`,
      MONTHLY6: t`щопівроку`,
      YEARLY1: t`щороку`,
    };
    const every: Record<string, string> = {
      DAILY: t`${plural(interval, { one: "що # день", few: "що # дні", many: "що # днів", other: "що # дня" })}`,
      WEEKLY: t`${plural(interval, { one: "що # тиждень", few: "що # тижні", many: "що # тижнів", other: "що # тижня" })}`,
      MONTHLY: t`${plural(interval, { one: "що # місяць", few: "що # місяці", many: "що # місяців", other: "що # місяця" })}`,
      YEARLY: t`${plural(interval, { one: "що # рік", few: "що # роки", many: "що # років", other: "що # року" })}`,
    };
    return named[frequency + interval] ?? every[frequency];
  };

  // The first of January 2024 was a Monday.
  const weekday = (name: string) => dates.weekday(`2024-01-0${WEEKDAYS.indexOf(name) + 1}`);

  return (rule) => {
    const parts = partsOf(rule);
    const [monthDay, times, end] = [parts.get("BYMONTHDAY"), Number(parts.get("COUNT") ?? 0), endOf(rule)];
    const last = end && dates.long(end);
    const left = times - 1;
    return [
      often(parts.get("FREQ") ?? "", Number(parts.get("INTERVAL") ?? 1)),
      ...(parts.get("BYDAY")?.split(",").map(weekday) ?? []),
      monthDay && (monthDay === "-1" ? t`останнього дня місяця` : t`${monthDay}-го числа`),
      last && t`до ${last}`,
      left > 0 &&
        t`${plural(left, { one: "після цього ще # раз", few: "після цього ще # рази", many: "після цього ще # разів", other: "після цього ще # разу" })}`,
    ]
      .filter(Boolean)
      .join(", ");
  };
}
