import type { HitOut } from "@/api/generated/types.gen";

export type HitKind = HitOut["kind"];

/** The search parameters of the URL. */
export interface SearchAsked {
  q?: string;
  kind?: HitKind;
  group?: string;
  author?: string;
  organisation?: string;
  /** The maximum age in days. */
  days?: number;
  /** Or a range of days, both inclusive: `YYYY-MM-DD`. */
  from?: string;
  until?: string;
}

export const PERIODS = [7, 30, 365] as const;

/** Return a value that is an existing date. */
function asDay(value: unknown): string | undefined {
  // The day after the last day of 9999 could not be written with four digits.
  const isDay = typeof value === "string" && /^(?!9999)\d{4}-\d{2}-\d{2}$/.test(value);
  return isDay && new Date(value).toJSON()?.slice(0, 10) === value ? value : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Parse the search parameters; invalid ones are left out, except the kind, which features declare. */
export function parseSearchParams(search: Record<string, unknown>): SearchAsked {
  const days = PERIODS.find((one) => one === search.days);
  const [from, until] = [asDay(search.from), asDay(search.until)];
  // The router parses a query of digits as a number.
  const q = typeof search.q === "number" ? String(search.q) : search.q;
  return {
    ...(isText(q) && { q }),
    ...(isText(search.kind) && { kind: search.kind as HitKind }),
    ...(isText(search.group) && { group: search.group }),
    ...(isText(search.author) && { author: search.author }),
    ...(isText(search.organisation) && { organisation: search.organisation }),
    ...(from && { from }),
    ...(until && { until }),
    ...(days && !from && !until && { days }),
  };
}
