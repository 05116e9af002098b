import type { InfiniteData, QueryKey } from "@tanstack/react-query";
import type {
  ActionOut,
  ActionPageOut,
  NotificationOutPage,
  RelationsOut,
  ThreadOut,
  ThreadOutPage,
  TodayOut,
} from "@/api/generated/types.gen";

/** Looks up another state that is kept, such as the thread of some messages. */
export type Lookup = (key: QueryKey) => unknown;

const openThread = (thread: ThreadOut) => thread.visibility === "group";
const openAction = (action: { audience: ActionOut["audience"] | null }) => action.audience === "group";
const openOrNone = <T extends { audience: ActionOut["audience"] | null }>(action: T | null) =>
  action && openAction(action) ? action : null;

function shared(today: TodayOut): TodayOut {
  return {
    ...today,
    duties: today.duties.filter((duty) => duty.shared),
    unread: today.unread.filter(openThread),
    mine: today.mine.filter(openAction),
  };
}

/** An item without the others that only some of the group may read. */
function alone(action: ActionPageOut): ActionPageOut | undefined {
  if (!openAction(action)) return undefined;
  const supersedes = action.supersedes.filter(openAction);
  return { ...action, superseded_by: openOrNone(action.superseded_by), supersedes };
}

function related(found: RelationsOut): RelationsOut {
  const { parent, previous, following, parts, blocked_by, blocks } = found;
  const [pieces, awaited, waiting] = [parts, blocked_by, blocks].map((side) => side.filter(openAction));
  return {
    ...found,
    parent: openOrNone(parent),
    previous: openOrNone(previous),
    following: openOrNone(following),
    parts: pieces ?? [],
    blocked_by: awaited ?? [],
    blocks: waiting ?? [],
  };
}

/** Return the notifications that were loaded, as a list that ends there: older pages need a connection. */
function keepInbox({ pages, ...rest }: InfiniteData<NotificationOutPage>): InfiniteData<NotificationOutPage> {
  const kept = pages.map(({ items }) => ({
    items: items.filter(({ restricted }) => !restricted),
    next_cursor: null,
  }));
  return { ...rest, pages: kept };
}

type Redactor = (data: never, id: string, lookup: Lookup) => unknown;

const asItIs = (data: unknown) => data;

/** Parts of an action item that are kept when the item itself may be. */
const ofAction: Redactor = (data: unknown, id, lookup) => {
  const action = lookup(["action", id]) as ActionOut | undefined;
  return action && openAction(action) ? data : undefined;
};

/** Parts of a thread that are kept when the thread itself may be. */
const ofThread: Redactor = (data: unknown, id, lookup) => {
  const thread = lookup(["thread", id]) as ThreadOut | undefined;
  return thread && openThread(thread) ? data : undefined;
};

/** What of each kind of state may lie in the browser: nothing that only some of a group may read. */
const PERSISTABLE: Record<string, Redactor> = {
  me: asItIs,
  mandates: asItIs,
  groups: asItIs,
  group: asItIs,
  members: asItIs,
  today: shared,
  inbox: keepInbox,
  threads: (page: ThreadOutPage) => ({
    ...page,
    items: page.items.filter(openThread),
    pinned: (page.pinned ?? []).filter(openThread),
  }),
  thread: (thread: ThreadOut) => (openThread(thread) ? thread : undefined),
  messages: ofThread,
  gist: ofThread,
  actions: (actions: ActionOut[]) => actions.filter(openAction),
  action: alone,
  relations: (found: RelationsOut, id, lookup) => ofAction(related(found) as never, id, lookup),
  checklist: ofAction,
  reminders: ofAction,
  evidence: ofAction,
  chain: ofAction,
  history: ofAction,
};

/** The part of a state that may be kept for the time without a line; undefined for none of it. */
export function redactForDisk(key: QueryKey, data: unknown, lookup: Lookup): unknown {
  // Parts of parts (older pages, earlier wordings) are looked up when somebody asks for them.
  if (data === undefined || key.length > 2) return undefined;
  const [kind, id] = key;
  const keep = PERSISTABLE[String(kind)];
  return keep?.(data as never, String(id), lookup);
}
