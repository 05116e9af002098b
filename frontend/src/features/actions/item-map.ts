import type { ActionOut } from "@/api/generated/types.gen";
import type { StateCounts } from "@/modules/actions/state-bar";

export type Placed = ActionOut & { place: NonNullable<ActionOut["place"]> };

export const isPlaced = (item: ActionOut): item is Placed => item.place !== null;

export function countsOf(items: ActionOut[]): StateCounts {
  const counts: StateCounts = {};
  for (const { state } of items) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** The state that all of some share. */
export function sharedState(items: ActionOut[]): ActionOut["state"] | null {
  const [first, ...others] = items.map(({ state }) => state);
  return first && others.every((state) => state === first) ? first : null;
}
