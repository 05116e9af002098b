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
 * Load the messages from the first unread one, or around a given number. Afterwards only events change the window;
 * where there is a gap in them the same range is loaded again, so that the text being read does not move.
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

/** The largest page of the API. */
const MAX_PAGE = 100;

async function refetchLoadedRange(threadId: string, { items }: MessageWindow): Promise<MessageWindow> {
  const first = items[0]?.number ?? 1;
  const last = items.at(-1)?.number ?? first;
  const limit = MAX_PAGE;
  let window: MessageWindow = await pageOf(threadId, { around: first + limit / 2, limit });
  while (window.next_cursor && (window.items.at(-1)?.number ?? last) < last)
    window = appendPage(window, await pageOf(threadId, { cursor: window.next_cursor, limit }), "after");
  return window;
}

/** One message that is outside the loaded window. */
export const messageQuery = (threadId: string, messageId: string) =>
  detailQuery(keys.message(threadId, messageId), () =>
    getMessageDetails({ path: { message_id: messageId } }),
  );

export const readersQuery = (threadId: string) =>
  listQuery(keys.readers(threadId), () => getThreadReaders({ path: { thread_id: threadId } }));

/** Revisions of a message, newest first. */
export const earlierQuery = (message: MessageOut) =>
  pagedQuery([...keys.earlier(message), "pages"], (cursor) =>
    getMessageRevisions({ path: { message_id: message.id }, query: { cursor } }),
  );

/** Acknowledgements of a must-read message: pending ones first. */
export const acknowledgementsQuery = ({ thread_id, id }: MessageOut) =>
  listQuery(keys.acknowledgements(thread_id, id), () =>
    getMessageAcknowledgements({ path: { message_id: id } }),
  );

/** Reactions to a message by person. */
export const reactionsQuery = ({ thread_id, id }: MessageOut) =>
  listQuery(keys.reactions(thread_id, id), () => getMessageReactions({ path: { message_id: id } }));

/** Update the quote of a source message that was edited, hidden or withdrawn. */
function refreshQuote(one: MessageOut, source: MessageOut): MessageOut {
  const { quote } = one;
  if (quote?.message_id !== source.id) return one;
  if (source.deleted) return { ...one, quote: { ...quote, state: "withdrawn", text: "" } };
  // The event that unhides it brings its text back.
  if (source.hidden || quote.state === "hidden")
    return { ...one, quote: { ...quote, state: "hidden", text: "" } };
  return { ...one, quote: { ...quote, state: source.version === quote.version ? "same" : "changed" } };
}

/** Update all quotes of a message that was edited or withdrawn. */
export function refreshQuotesOf(window: MessageWindow, source: MessageOut): MessageWindow {
  return { ...window, items: window.items.map((one) => refreshQuote(one, source)) };
}

/** Set the quotes of a message that is visible again. */
export function setQuotes(window: MessageWindow, quoting: QuotingOut[]): MessageWindow {
  const byId = new Map(quoting.map((one) => [one.message_id, one.quote]));
  return { ...window, items: window.items.map((one) => ({ ...one, quote: byId.get(one.id) ?? one.quote })) };
}

/** Apply a change to one message of the window. */
export function updateMessage(
  window: MessageWindow,
  messageId: string | undefined,
  change: (message: MessageOut) => MessageOut,
): MessageWindow {
  return { ...window, items: window.items.map((one) => (one.id === messageId ? change(one) : one)) };
}

/**
 * Keep the reader's own acknowledgement in a message that came with an event. Events are the same for all readers, so
 * they do not hold it; it stays as long as the must-read mark is the same.
 */
export function keepOwnAcknowledgement(before: MessageOut | undefined, after: MessageOut): MessageOut {
  const { must_read } = after;
  if (!must_read || must_read.acknowledged !== null) return after;
  const known = before?.must_read;
  const acknowledged = known?.marked_at === must_read.marked_at && known.acknowledged === true;
  return { ...after, must_read: { ...must_read, acknowledged } };
}

/**
 * Show a must-read mark that the reader has just set, before its event arrives. A mark that events have changed
 * meanwhile stays: it may be newer than the response.
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

/** Transitions of a thread, oldest first, each with its reason. */
export const stepsQuery = (threadId: string) =>
  listQuery(keys.steps(threadId), () => getThreadTransitions({ path: { thread_id: threadId } }));

/** Load the page before or after the window; pages at the other end may be dropped. */
export async function loadMoreMessages(client: QueryClient, threadId: string, side: Side): Promise<void> {
  const key = keys.messages(threadId);
  const cursor = cursorAt(side, client.getQueryData<MessageWindow>(key));
  if (!cursor) return;
  const page = await pageOf(threadId, { cursor });
  // The window may have jumped meanwhile: then the page does not belong beside it.
  client.setQueryData<MessageWindow>(key, (now) =>
    now && cursorAt(side, now) === cursor ? appendPage(now, page, side, MAX_WINDOW) : now,
  );
}

function cursorAt(side: Side, window: MessageWindow | undefined): string | null | undefined {
  return side === "before" ? window?.previous_cursor : window?.next_cursor;
}

/** Replace the window by the messages around a number. */
export async function jumpTo(client: QueryClient, threadId: string, around: number): Promise<MessageWindow> {
  const page: MessageWindow = await pageOf(threadId, { around });
  client.setQueryData<MessageWindow>(keys.messages(threadId), page);
  return page;
}

/** Load the messages of a thread before it opens, including the wanted one if it is outside the window. */
export async function openMessages(client: QueryClient, threadId: string, wanted?: number): Promise<void> {
  const query = messagesQuery(threadId, wanted);
  const known = client.getQueryData<MessageWindow>(query.queryKey);
  const isThere = !wanted || !known || known.items.some(({ number }) => number === wanted);
  await (isThere ? client.prefetchQuery(query) : jumpTo(client, threadId, wanted));
}

/**
 * Append a message that follows the last one, or update one that is loaded. While the window does not reach the end
 * of the thread, a new message is left out until the reader pages there.
 */
export function appendMessage(window: MessageWindow, message: MessageOut): MessageWindow {
  const last = window.items.at(-1)?.number ?? 0;
  const known = window.items.some((one) => one.number === message.number);
  const follows = window.next_cursor === null && message.number === last + 1;
  return known || follows ? { ...window, items: mergeMessages(window.items, [message]) } : window;
}
