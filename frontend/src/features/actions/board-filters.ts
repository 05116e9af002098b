import { day, oneOf, text } from "@/kit/use-url-filters";
import { dayAfter } from "@/lib/dates";
import { type Path, pathTo } from "@/lib/paths";
import { namesOf, TARGET_GROUPS } from "@/modules/actions/action-details";
import { DATE_RANGES, type ReportFilter, STATE_SETS } from "@/modules/actions/report-filters";
import { STATES } from "@/modules/actions/status";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import type { ActionFilter } from "@/queries/keys";
import { isMonth, monthOf, spanOf } from "./calendar";
import { pageOf } from "./timeline";

/** What an item is to the reader, and how the server is asked for it. */
export const VIEWER_FILTERS = {
  waiting: { waiting: "me" },
  own: { owner: "me" },
  asked: { created_by: "me" },
  checking: { verifier: "me" },
  watching: { watching: "me" },
} as const satisfies Record<string, ActionFilter>;

export type Show = keyof typeof VIEWER_FILTERS;

const SHOWS = ["waiting", "own", "asked", "checking", "watching"] as const satisfies Show[];

/** How many days from today on an item may be due. */
export const DUE_WITHIN = { week: 7, fortnight: 14, month: 30 } as const;

const DUES = ["week", "fortnight", "month"] as const;

/** The views behind “other views”. */
export const MORE_VIEWS = ["timeline", "workload", "map"] as const;

const OTHER_VIEWS = ["list", "calendar", ...MORE_VIEWS] as const;

/** Those that show some months, which their address names. */
export const BY_MONTH = new Set<View | undefined>(["calendar", "timeline"]);

/** Ways to look at the same items; the board is the one that needs no name in an address. */
export const MAIN_VIEWS = ["board", "list", "calendar"] as const;
export const VIEWS = ["board", ...OTHER_VIEWS] as const;

export type View = (typeof VIEWS)[number];

/** What the board is narrowed to. All of it stands in the address, so that a view can be sent to somebody. */
export interface BoardFilters extends ReportFilter {
  group?: string;
  show?: Show;
  due?: keyof typeof DUE_WITHIN;
  priority?: NonNullable<ActionFilter["priority"]>;
  target?: NonNullable<ActionFilter["target_group"]>;
  tag?: string;
  /** Words of the number, the title or the owner. */
  q?: string;
  view?: (typeof OTHER_VIEWS)[number];
  /** Which month the calendar or the timeline shows; without it the present one. */
  month?: string;
}

const PRIORITIES = ["urgent", "high", "normal", "low"] as const;

const MOST_LETTERS = 100;

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const idOf = (value: unknown) => (typeof value === "string" && ID.test(value) ? value : undefined);

const AMONGS = ["open", "proved", "dropped", "owed"] as const satisfies (keyof typeof STATE_SETS)[];

/** What a figure on another page counts, and no choice of this page. */
export const REPORT_ONLY = ["among", "sector", "owner", "outside_body", "coowner", ...DATE_RANGES] as const;

const OF_DAYS = Object.fromEntries(DATE_RANGES.map((name) => [name, day])) as Record<
  (typeof DATE_RANGES)[number],
  typeof day
>;

/** In the order in which an address names them. */
const PARSERS: { [K in keyof BoardFilters]-?: (value: unknown) => BoardFilters[K] } = {
  group: (value) => (typeof value === "string" ? value : undefined),
  show: oneOf(SHOWS),
  state: oneOf(STATES),
  late: oneOf(["yes", "first"]),
  due: oneOf(DUES),
  priority: oneOf(PRIORITIES),
  target: oneOf(namesOf(TARGET_GROUPS)),
  tag: text,
  q: (value) => text(value).slice(0, MOST_LETTERS),
  view: oneOf(OTHER_VIEWS),
  month: (value) => (isMonth(value) ? value : undefined),
  among: oneOf(AMONGS),
  sector: oneOf(namesOf(SECTOR_LABELS)),
  owner: idOf,
  outside_body: idOf,
  coowner: idOf,
  ...OF_DAYS,
};

/** Reads an address. What it does not know is as if it were not there. */
export function filtersFrom(search: Record<string, unknown>): BoardFilters {
  const read = Object.entries(PARSERS).map(([name, reads]) => [name, reads(search[name])]);
  const { month, ...filters }: BoardFilters = Object.fromEntries(read.filter(([, value]) => value));
  return month && BY_MONTH.has(filters.view) ? { ...filters, month } : filters;
}

/** The address of the board with these filters. */
export function boardAddress(filters: BoardFilters): Path {
  return pathTo("/actions", {}, filters);
}

/** The days that are asked for: what the calendar shows of those within which an item may be due. */
function daysOf(
  { due, view, month }: BoardFilters,
  today: string,
): Pick<ActionFilter, "due_from" | "due_to"> {
  const within = due && { first: today, last: dayAfter(today, DUE_WITHIN[due]) };
  const shown = view === "calendar" ? spanOf(month ?? monthOf(today)) : undefined;
  const spans = [within, shown].filter((one) => one !== undefined);
  if (spans.length === 0) return {};
  const [due_from] = spans.map(({ first }) => first).sort((a, b) => b.localeCompare(a));
  const [due_to] = spans.map(({ last }) => last).sort();
  return { due_from, due_to };
}

/** Whose it is, or who works on it besides. */
function ownedBy({ owner, outside_body, coowner }: BoardFilters): ActionFilter {
  return {
    ...(owner ? { owner } : {}),
    ...(outside_body ? { outside_body } : {}),
    ...(coowner ? { coowner } : {}),
  };
}

/** What the timeline shows of: items on which somebody worked in its months. */
function workedIn({ view, month }: BoardFilters, today: string): ActionFilter {
  if (view !== "timeline") return {};
  const { first, last } = pageOf(month ?? monthOf(today));
  return { worked_from: first, worked_to: last };
}

/**
 * The part of it that the server narrows by, seen from a day; a state is narrowed here, so that a board counts
 * all of them.
 */
export function serverFilter(filters: BoardFilters, today: string): ActionFilter {
  const { group, show, late, priority, target, tag, sector, view } = filters;
  // What is ahead is open: of a long register nothing else takes its place.
  const among = filters.among ?? (view === "workload" ? "open" : undefined);
  const days = DATE_RANGES.flatMap((name) => (filters[name] ? [[name, filters[name]]] : []));
  return {
    ...workedIn(filters, today),
    ...(group ? { group } : {}),
    ...(among ? { state: STATE_SETS[among].join(",") } : {}),
    ...(sector ? { sector } : {}),
    ...ownedBy(filters),
    ...(show ? VIEWER_FILTERS[show] : {}),
    ...daysOf(filters, today),
    ...Object.fromEntries(days),
    ...(late ? { overdue: late === "first" ? ("at_first" as const) : ("true" as const) } : {}),
    ...(priority ? { priority } : {}),
    ...(target ? { target_group: target } : {}),
    ...(tag ? { tag } : {}),
  };
}

/** Filters with their own chip, which the number on the button leaves out. */
const QUICK_SHOWS: readonly (Show | undefined)[] = ["waiting", "own"];

/** Count the filters that narrow the board behind its button. */
export function foldedFilterCount({ group, show, state, due, priority, target }: BoardFilters): number {
  const folded = [group, QUICK_SHOWS.includes(show) ? undefined : show, state, due, priority, target];
  return folded.filter(Boolean).length;
}

/** Whether anything is left out. */
export function hasActiveFilters({ view, month, ...rest }: BoardFilters): boolean {
  return Object.values(rest).some(Boolean);
}
