import type { HitOut } from "@/api/generated/types.gen";

export type HitKind = HitOut["kind"];

/** What is looked for, as it stands in the address. */
export interface SearchAsked {
  q?: string;
  kind?: HitKind;
  group?: string;
  author?: string;
  organisation?: string;
  /** Not older than so many days. */
  days?: number;
  /** Or from one day to another, both with them: `YYYY-MM-DD`. */
  from?: string;
  until?: string;
}

export const PERIODS = [7, 30, 365] as const;

/** A day that there is. */
function asDay(value: unknown): string | undefined {
  // The last year that is written with four figures has no day after its last one.
  const isDay = typeof value === "string" && /^(?!9999)\d{4}-\d{2}-\d{2}$/.test(value);
  return isDay && new Date(value).toJSON()?.slice(0, 10) === value ? value : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** What an address asks for; what nobody could have chosen is left out, but for the kind, which features declare. */
export function parseSearchParams(search: Record<string, unknown>): SearchAsked {
  const days = PERIODS.find((one) => one === search.days);
  const [from, until] = [asDay(search.from), asDay(search.until)];
  // A number that somebody looks for comes as one.
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
