import type { ActionFilter } from "@/data/keys";
import { STATES, type State } from "@/design/status";

/** What the board is narrowed to. All of it stands in the address, so that a view can be sent to somebody. */
export interface BoardFilters {
  group?: string;
  show?: "waiting" | "own";
  state?: State;
  view?: "list";
}

function isState(value: unknown): value is State {
  return STATES.some((state) => state === value);
}

/** Reads an address. What it does not know is as if it were not there. */
export function filtersFrom(search: Record<string, unknown>): BoardFilters {
  const { group, show, state, view } = search;
  return {
    ...(typeof group === "string" && group ? { group } : {}),
    ...(show === "waiting" || show === "own" ? { show } : {}),
    ...(isState(state) ? { state } : {}),
    ...(view === "list" ? { view } : {}),
  };
}

/** The address of the board with these filters. */
export function boardAddress(filters: BoardFilters): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return query.size > 0 ? `/actions?${query}` : "/actions";
}

/** The part of it that the server narrows by; a state is narrowed here, so that a board counts all of them. */
export function serverFilter({ group, show }: BoardFilters): ActionFilter {
  return {
    ...(group ? { group } : {}),
    ...(show === "waiting" ? { waiting: "me" as const } : {}),
    ...(show === "own" ? { owner: "me" as const } : {}),
  };
}

/** Whether anything is left out. */
export function narrows({ group, show, state }: BoardFilters): boolean {
  return Boolean(group || show || state);
}
