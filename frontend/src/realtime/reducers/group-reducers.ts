import type { ThreadFacts } from "@/api/generated/frames.gen";
import type { GroupOut, ThreadOut, ThreadOutPage } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import { readingOf } from "@/queries/reading";
import type { Frame } from "@/realtime/frames";
import { readPayload, type TopicReducer } from "./reducer";

/** The group's own facts: its name, state, seats. */
export function groupReducer(groupId: string): TopicReducer<GroupOut> {
  return {
    key: keys.group(groupId),
    apply: (group, frame) => {
      const facts = readPayload(frame, "group");
      return facts ? { ...group, ...facts } : group;
    },
  };
}

/** A page of threads of a group always knows its number; across groups there is none. */
export type ThreadList = Omit<ThreadOutPage, "seq"> & { seq: number };

/** The threads of the group, the most recently active first. */
export function threadListReducer(groupId: string): TopicReducer<ThreadList> {
  return { key: keys.threadsOfGroup(groupId), apply: turnList };
}

function turnList(list: ThreadList, frame: Frame, personId: string): ThreadList {
  if (frame.kind.startsWith("dialogue.message_")) return withActivity(list, frame, personId);
  if (!/^dialogue\.(thread|round)_/.test(frame.kind)) return list;
  // Of both threads the reader has seen otherwise now: the list is asked for anew.
  if (frame.kind === "dialogue.thread_merged") return list;
  const facts = readPayload(frame, "thread");
  if (facts) return withThread(list, facts);
  const gone = readPayload(frame, "thread_id");
  const rest = (threads: ThreadOut[]) => threads.filter((one) => one.id !== gone);
  return { ...list, items: rest(list.items), pinned: rest(headOf(list)) };
}

function withActivity(list: ThreadList, frame: Frame, personId: string): ThreadList {
  const threadId = readPayload(frame, "thread_id");
  const total = readPayload(frame, "message_count") ?? 0;
  const activeAt = readPayload(frame, "active_at");
  const last = readPayload(frame, "last_message");
  if (!activeAt || !last) return list;
  return changed(list, threadId, (thread) => {
    const mine = last.author.person.id === personId;
    const own = mine ? [[last.number, last.number]] : [];
    return {
      ...thread,
      message_count: total,
      active_at: activeAt,
      last_message: last,
      reading: readingOf([...thread.reading.ranges, ...own], total),
      spoke_at: mine ? last.posted_at : thread.spoke_at,
    };
  });
}

/**
 * A new thread is unread as a whole, and restricted to nobody: the group reads it. What the reader may do in it
 * is asked of the server afterwards.
 */
function withThread(list: ThreadList, facts: ThreadFacts): ThreadList {
  if (list.items.some((one) => one.id === facts.id)) {
    return withPinned(changed(list, facts.id, (thread) => ({ ...thread, ...facts })));
  }
  const reading = readingOf([], facts.message_count);
  const fresh: ThreadOut = {
    ...facts,
    audience: [],
    people: [],
    spoke_at: null,
    merged_into: null,
    reading,
    attention: "usual",
    allowed: [],
    seq: 0,
  };
  return withPinned({ ...list, items: byActivity([fresh, ...list.items]) });
}

/** A copy that was kept without a line may be older than what it lacks. */
const headOf = (list: ThreadList): ThreadOut[] => list.pinned ?? [];

/** Those at the head: as the list knows them, and what it knows of none but at the head. */
function withPinned(list: ThreadList): ThreadList {
  const listed = new Set(list.items.map((one) => one.id));
  const known = [...list.items, ...headOf(list).filter((one) => !listed.has(one.id))];
  const pinned = known.filter((one) => one.pinned_at !== null);
  return { ...list, pinned: pinned.sort((a, b) => ((a.pinned_at ?? "") < (b.pinned_at ?? "") ? 1 : -1)) };
}

function changed(
  list: ThreadList,
  threadId: string | undefined,
  change: (thread: ThreadOut) => ThreadOut,
): ThreadList {
  const turned = (threads: ThreadOut[]) =>
    threads.map((thread) => (thread.id === threadId ? change(thread) : thread));
  return { ...list, items: byActivity(turned(list.items)), pinned: turned(headOf(list)) };
}

function byActivity(threads: ThreadOut[]): ThreadOut[] {
  return [...threads].sort((a, b) => (a.active_at === b.active_at ? 0 : a.active_at < b.active_at ? 1 : -1));
}
