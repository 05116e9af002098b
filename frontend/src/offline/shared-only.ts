import type { QueryKey } from "@tanstack/react-query";
import type { ActionOut, ThreadOut, ThreadOutPage, TodayOut } from "@/api/generated/types.gen";

/** Looks up another state that is kept, such as the thread of some messages. */
export type Lookup = (key: QueryKey) => unknown;

const openThread = (thread: ThreadOut) => thread.visibility === "group";
const openAction = (action: ActionOut) => action.audience === "group";

function shared(today: TodayOut): TodayOut {
  return {
    ...today,
    waiting: today.waiting.filter(({ action }) => openAction(action)),
    unread: today.unread.filter(openThread),
    mine: today.mine.filter(openAction),
  };
}

type Keep = (data: never, id: string, lookup: Lookup) => unknown;

const asItIs = (data: unknown) => data;

/** Parts of an action item that are kept when the item itself may be. */
const ofAction: Keep = (data: unknown, id, lookup) => {
  const action = lookup(["action", id]) as ActionOut | undefined;
  return action && openAction(action) ? data : undefined;
};

/** What of each kind of state may lie in the browser: nothing that only some of a group may read. */
const KEPT: Record<string, Keep> = {
  me: asItIs,
  mandates: asItIs,
  groups: asItIs,
  group: asItIs,
  members: asItIs,
  today: shared,
  threads: (page: ThreadOutPage) => ({ ...page, items: page.items.filter(openThread) }),
  thread: (thread: ThreadOut) => (openThread(thread) ? thread : undefined),
  messages: (window: unknown, id, lookup) => {
    const thread = lookup(["thread", id]) as ThreadOut | undefined;
    return thread && openThread(thread) ? window : undefined;
  },
  actions: (actions: ActionOut[]) => actions.filter(openAction),
  action: (action: ActionOut) => (openAction(action) ? action : undefined),
  evidence: ofAction,
  chain: ofAction,
  history: ofAction,
};

/** The part of a state that may be kept for the time without a line; undefined for none of it. */
export function sharedOnly(key: QueryKey, data: unknown, lookup: Lookup): unknown {
  const [kind, id] = key;
  const keep = KEPT[String(kind)];
  return keep?.(data as never, String(id), lookup);
}
