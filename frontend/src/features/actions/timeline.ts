import type { ActionOut, DependencyOut } from "@/api/generated/types.gen";
import { DAY_MS, dayAfter } from "@/lib/dates";
import { TERMINAL_STATES } from "@/modules/actions/status";
import { monthAfter } from "./calendar";

/** So many months stand side by side, the first one before the month that is asked for. */
const MONTHS = 3;

/** The months that a page of the timeline shows, and its first and last day. */
export function pageOf(month: string): { months: string[]; first: string; last: string } {
  const months = Array.from({ length: MONTHS }, (_, at) => monthAfter(month, at - 1));
  return { months, first: `${months[0]}-01`, last: dayAfter(`${monthAfter(month, MONTHS - 1)}-01`, -1) };
}

const at = (day: string) => Date.parse(`${day}T00:00Z`) / DAY_MS;

/** Where a day begins between the first and the day after the last, from 0 to 1; beyond them at the edge. */
export function placeOf(day: string, first: string, last: string): number {
  const whole = at(last) + 1 - at(first);
  return Math.min(1, Math.max(0, (at(day) - at(first)) / whole));
}

/** How the work on one item lies in time, all days included. */
export interface Row {
  item: ActionOut;
  from: string;
  to: string;
  /** For which of the items that are shown it waits, and whether one of these is due later than itself. */
  waits: Wait[];
}

export interface Wait {
  item: ActionOut;
  late: boolean;
}

/** What is shown on a page, by due day: an item from when it was made to its due day, or to when it ended. */
export function rowsOf(
  items: ActionOut[],
  edges: DependencyOut[],
  { first, last }: { first: string; last: string },
  day: (at: string) => string,
): Row[] {
  const ends = (item: ActionOut) => {
    const ended = item.verified_at ?? (TERMINAL_STATES.has(item.state) ? item.state_since : undefined);
    return ended ? day(ended) : item.due_on;
  };
  const shown = items
    .map((item) => ({ item, from: day(item.created_at), to: ends(item) }))
    .map((row) => (row.to < row.from ? { ...row, to: row.from } : row))
    .filter(({ item, from, to }) => from <= last && (to >= first || item.overdue))
    .sort((a, b) => a.item.due_on.localeCompare(b.item.due_on) || a.item.number - b.item.number);
  const known = new Map(items.map((item) => [item.id, item]));
  return shown.map((row) => ({ ...row, waits: waitsOf(row.item, edges, known) }));
}

function waitsOf(item: ActionOut, edges: DependencyOut[], known: Map<string, ActionOut>): Wait[] {
  return edges
    .filter(({ action }) => action === item.id)
    .flatMap(({ blocked_by }) => known.get(blocked_by) ?? [])
    .filter(({ state }) => !TERMINAL_STATES.has(state))
    .map((other) => ({ item: other, late: other.due_on > item.due_on }));
}

/** The rows between which a wait is drawn: from the due day of what is waited for, down or up to who waits. */
export function linksOf(rows: Row[]): { from: number; to: number; day: string; late: boolean }[] {
  const places = new Map(rows.map(({ item }, place) => [item.id, place]));
  return rows.flatMap(({ waits }, to) =>
    waits.flatMap(({ item, late }) => {
      const from = places.get(item.id);
      return from === undefined ? [] : [{ from, to, day: item.due_on, late }];
    }),
  );
}
