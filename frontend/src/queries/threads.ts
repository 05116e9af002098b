import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { QuotingOut } from "@/api/generated/frames.gen";
import {
  getMessageAcknowledgements,
  getMessageDetails,
  getMessageReactions,
  getMessageRevisions,
  getThreadDetails,
  getThreadMessages,
  getThreadReaders,
  getThreadTransitions,
} from "@/api/generated/sdk.gen";
import type { MessageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { appendPage, MAX_WINDOW, type MessageWindow, mergeMessages, type Side } from "./message-pages";
import { detailQuery, listQuery, pagedQuery } from "./query";

export const threadQuery = (threadId: string) =>
  detailQuery(keys.thread(threadId), () => getThreadDetails({ path: { thread_id: threadId } }));

const pageOf = (threadId: string, query: { around?: number; cursor?: string; limit?: number } = {}) =>
  unwrap(getThreadMessages({ path: { thread_id: threadId }, query }));

/**
 * Opens at the first unread message, or around the one that was asked for. The window then lives by events alone;
 * where they cannot be followed any more the same stretch is loaded again: nothing moves what is being read.
 */
export const messagesQuery = (threadId: string, around?: number) =>
  queryOptions({
    queryKey: keys.messages(threadId),
    queryFn: ({ client, queryKey }): Promise<MessageWindow> => {
      const known = client.getQueryData<MessageWindow>(queryKey);
      return known?.items.length
        ? refetchLoadedRange(threadId, known)
        : pageOf(threadId, around ? { around } : {});
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How many messages one page may have at most. */
const LARGEST_PAGE = 100;

async function refetchLoadedRange(threadId: string, { items }: MessageWindow): Promise<MessageWindow> {
  const first = items[0]?.number ?? 1;
  const last = items.at(-1)?.number ?? first;
  const limit = LARGEST_PAGE;
  let window: MessageWindow = await pageOf(threadId, { around: first + limit / 2, limit });
  while (window.next_cursor && (window.items.at(-1)?.number ?? last) < last)
    window = appendPage(window, await pageOf(threadId, { cursor: window.next_cursor, limit }), "after");
  return window;
}

/** One message, where it is not among those that are shown. */
export const messageQuery = (threadId: string, messageId: string) =>
  detailQuery(keys.message(threadId, messageId), () =>
    getMessageDetails({ path: { message_id: messageId } }),
  );

export const readersQuery = (threadId: string) =>
  listQuery(keys.readers(threadId), () => getThreadReaders({ path: { thread_id: threadId } }));

/** What a message said before it was changed, the latest wording first. */
export const earlierQuery = (message: MessageOut) =>
  pagedQuery([...keys.earlier(message), "pages"], (cursor) =>
    getMessageRevisions({ path: { message_id: message.id }, query: { cursor } }),
  );

/** Who is asked to acknowledge a message: first who has not. */
export const acknowledgementsQuery = ({ thread_id, id }: MessageOut) =>
  listQuery(keys.acknowledgements(thread_id, id), () =>
    getMessageAcknowledgements({ path: { message_id: id } }),
  );

/** Who says what to a message, by name. */
export const reactionsQuery = ({ thread_id, id }: MessageOut) =>
  listQuery(keys.reactions(thread_id, id), () => getMessageReactions({ path: { message_id: id } }));

/** What is quoted of a message that says something else now, or nothing any more. */
function quoting(one: MessageOut, source: MessageOut): MessageOut {
  const { quote } = one;
  if (quote?.message_id !== source.id) return one;
  if (source.deleted) return { ...one, quote: { ...quote, state: "withdrawn", text: "" } };
  // Its words come back with the event that says so.
  if (source.hidden || quote.state === "hidden")
    return { ...one, quote: { ...quote, state: "hidden", text: "" } };
  return { ...one, quote: { ...quote, state: source.version === quote.version ? "same" : "changed" } };
}

/** The same messages after one of them was corrected or taken back. */
export function refreshQuotesOf(window: MessageWindow, source: MessageOut): MessageWindow {
  return { ...window, items: window.items.map((one) => quoting(one, source)) };
}

/** The same messages with what they quote of one whose words are back. */
export function setQuotes(window: MessageWindow, quoting: QuotingOut[]): MessageWindow {
  const byId = new Map(quoting.map((one) => [one.message_id, one.quote]));
  return { ...window, items: window.items.map((one) => ({ ...one, quote: byId.get(one.id) ?? one.quote })) };
}

/** One message of those that are shown, changed. */
export function updateMessage(
  window: MessageWindow,
  messageId: string | undefined,
  change: (message: MessageOut) => MessageOut,
): MessageWindow {
  return { ...window, items: window.items.map((one) => (one.id === messageId ? change(one) : one)) };
}

/**
 * A message as a frame shows it. Frames are the same for all, so they do not say whether this reader has
 * acknowledged it: that is kept from before, while the same is asked.
 */
export function withOwnAnswer(before: MessageOut | undefined, after: MessageOut): MessageOut {
  const { must_read } = after;
  if (!must_read || must_read.acknowledged !== null) return after;
  const known = before?.must_read;
  const acknowledged = known?.marked_at === must_read.marked_at && known.acknowledged === true;
  return { ...after, must_read: { ...must_read, acknowledged } };
}

/**
 * What whoever leads has asked, shown before the event says so; unless events have told of the same meanwhile:
 * they are newer than the answer may be.
 */
export function showMustRead(client: QueryClient, before: MessageOut, must_read: MessageOut["must_read"]) {
  client.setQueryData<MessageWindow>(
    keys.messages(before.thread_id),
    (window) =>
      window &&
      updateMessage(window, before.id, (one) =>
        one.must_read === before.must_read ? { ...one, must_read } : one,
      ),
  );
  void client.invalidateQueries({ queryKey: keys.allAcknowledgements(before.thread_id) });
}

/** The steps of a thread, oldest first, each with its reason. */
export const stepsQuery = (threadId: string) =>
  listQuery(keys.steps(threadId), () => getThreadTransitions({ path: { thread_id: threadId } }));

/** Loads the page before or after what is shown. At the other end it lets go of what is far away. */
export async function loadMoreMessages(client: QueryClient, threadId: string, side: Side): Promise<void> {
  const key = keys.messages(threadId);
  const cursor = cursorAt(side, client.getQueryData<MessageWindow>(key));
  if (!cursor) return;
  const page = await pageOf(threadId, { cursor });
  // Meanwhile another place may be shown: beside that the page has nothing to look for.
  client.setQueryData<MessageWindow>(key, (now) =>
    now && cursorAt(side, now) === cursor ? appendPage(now, page, side, MAX_WINDOW) : now,
  );
}

function cursorAt(side: Side, window: MessageWindow | undefined): string | null | undefined {
  return side === "before" ? window?.previous_cursor : window?.next_cursor;
}

/** Shows another place of the thread, or its end. */
export async function jumpTo(client: QueryClient, threadId: string, around: number): Promise<MessageWindow> {
  const page: MessageWindow = await pageOf(threadId, { around });
  client.setQueryData<MessageWindow>(keys.messages(threadId), page);
  return page;
}

/** The messages of a thread before it is opened: with the one that is asked for, wherever it was left. */
export async function openMessages(client: QueryClient, threadId: string, wanted?: number): Promise<void> {
  const query = messagesQuery(threadId, wanted);
  const known = client.getQueryData<MessageWindow>(query.queryKey);
  const isThere = !wanted || !known || known.items.some(({ number }) => number === wanted);
  await (isThere ? client.prefetchQuery(query) : jumpTo(client, threadId, wanted));
}

/**
 * A message that follows the last one is put at the end; one that is shown is renewed. While the window does
 * not reach the end of the thread, a new message waits there until the reader comes to it.
 */
export function appendMessage(window: MessageWindow, message: MessageOut): MessageWindow {
  const last = window.items.at(-1)?.number ?? 0;
  const known = window.items.some((one) => one.number === message.number);
  const follows = window.next_cursor === null && message.number === last + 1;
  return known || follows ? { ...window, items: mergeMessages(window.items, [message]) } : window;
}
