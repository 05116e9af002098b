import type { ActionOut } from "@/api/generated/types.gen";
import type { StateCounts } from "@/design/state-bar";
import { OVER } from "@/design/status";
import { dayAfter } from "@/lib/dates";
import { DUE_WITHIN } from "./board-filters";

/** What one organisation has to do, as far as the reader sees it. */
export interface Load {
  owner: ActionOut["owner"];
  /** A body without an account. */
  outside: boolean;
  open: number;
  overdue: number;
  /** Due within a fortnight, today included. */
  soon: number;
  hours: number;
  /** How many of the open ones say how many hours they take. */
  estimated: number;
  states: StateCounts;
}

function loadOf({ owner, owner_outside }: ActionOut, items: ActionOut[], today: string): Load {
  const last = dayAfter(today, DUE_WITHIN.fortnight);
  const states: StateCounts = {};
  for (const { state } of items) states[state] = (states[state] ?? 0) + 1;
  const hours = items.map(({ effort_hours }) => effort_hours).filter((one) => one !== null);
  return {
    owner,
    outside: owner_outside,
    open: items.length,
    overdue: items.filter(({ overdue }) => overdue).length,
    soon: items.filter(({ due_on }) => due_on >= today && due_on <= last).length,
    hours: hours.reduce((sum, one) => sum + one, 0),
    estimated: hours.length,
    states,
  };
}

/** The open items by whose they are, in the order of the alphabet: it is no contest. */
export function loadsOf(
  items: ActionOut[],
  today: string,
  order: (a: ActionOut["owner"], b: ActionOut["owner"]) => number,
): Load[] {
  const own = new Map<string, ActionOut[]>();
  for (const item of items.filter(({ state }) => !OVER.has(state))) {
    own.set(item.owner.id, [...(own.get(item.owner.id) ?? []), item]);
  }
  return [...own.values()]
    .flatMap((theirs) => (theirs[0] ? [loadOf(theirs[0], theirs, today)] : []))
    .sort((a, b) => order(a.owner, b.owner));
}
