import type { ActionCard } from "@/api/generated/frames.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import type { ActionFilter } from "@/queries/keys";

/** Whether a list holds every item of a group; only the server knows the items of a filtered list. */
export function isWholeList(filter: unknown, groupId: string): filter is ActionFilter {
  if (typeof filter !== "object" || filter === null) return false;
  const narrowing = Object.entries(filter).filter(([, value]) => value !== undefined);
  return narrowing.every(([name, value]) => name === "group" && value === groupId);
}

const byDue = (a: ActionOut, b: ActionOut) => a.due_on.localeCompare(b.due_on) || a.id.localeCompare(b.id);

/** Return the list with the card of an event applied. `allowed` comes from the server, not from events. */
export function withCard(items: ActionOut[], card: ActionCard): ActionOut[] {
  const { action_id, thread_id, message_id, ...facts } = card;
  const known = items.find(({ id }) => id === action_id);
  if (!known || known.version > facts.version) return items;
  return items.map((item) => (item === known ? { ...item, ...facts } : item)).sort(byDue);
}

/** Return the list with the item replaced or added, unless the list has a newer version. */
export function withAction(items: ActionOut[], action: ActionOut): ActionOut[] {
  const known = items.find(({ id }) => id === action.id);
  if (known && known.version > action.version) return items;
  return [...withoutAction(items, action.id), action].sort(byDue);
}

export function withoutAction(items: ActionOut[], actionId: string): ActionOut[] {
  return items.filter(({ id }) => id !== actionId);
}
