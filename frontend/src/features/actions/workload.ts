import type { ActionOut } from "@/api/generated/types.gen";
import { dayAfter } from "@/lib/dates";
import type { StateCounts } from "@/modules/actions/state-bar";
import { TERMINAL_STATES } from "@/modules/actions/status";
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
  /** How many open ones of others it works on as a co-owner: none of its own figures counts them. */
  shared: number;
}

type Owner = ActionOut["owner"];

interface Part {
  owner: Owner;
  outside: boolean;
  owned: ActionOut[];
  shared: number;
}

function loadOf({ owner, outside, owned: items, shared }: Part, today: string): Load {
  const last = dayAfter(today, DUE_WITHIN.fortnight);
  const states: StateCounts = {};
  for (const { state } of items) states[state] = (states[state] ?? 0) + 1;
  const hours = items.map(({ effort_hours }) => effort_hours).filter((one) => one !== null);
  return {
    owner,
    outside,
    open: items.length,
    overdue: items.filter(({ overdue }) => overdue).length,
    soon: items.filter(({ due_on }) => due_on >= today && due_on <= last).length,
    hours: hours.reduce((sum, one) => sum + one, 0),
    estimated: hours.length,
    states,
    shared,
  };
}

/** The open items, each once by whose it is, and apart from that by co-owners; in the order of the alphabet: it
 * is no contest.
 */
export function loadsOf(items: ActionOut[], today: string, order: (a: Owner, b: Owner) => number): Load[] {
  const parts = new Map<string, Part>();
  const partOf = (owner: Owner, outside = false) => {
    const part = parts.get(owner.id) ?? { owner, outside, owned: [], shared: 0 };
    parts.set(owner.id, part);
    return part;
  };
  for (const item of items.filter(({ state }) => !TERMINAL_STATES.has(state))) {
    partOf(item.owner, item.owner_outside).owned.push(item);
    for (const coowner of item.coowners) partOf(coowner).shared += 1;
  }
  return [...parts.values()].map((part) => loadOf(part, today)).sort((a, b) => order(a.owner, b.owner));
}
