import type { MessageOut, MessageOutPage } from "@/api/generated/types.gen";

/** The first and last number of a page of messages, and its cursors. */
interface PageBounds {
  first: number;
  last: number;
  previous_cursor: string | null;
  next_cursor: string | null;
}

/**
 * A range of messages without gaps, ascending by number; it grows at both ends. `pages` are the pages of which it
 * consists.
 */
export interface MessageWindow extends MessageOutPage {
  pages?: PageBounds[];
}

export type Side = "before" | "after";

/** The most messages in a window while the reader pages on: a thread of thousands stays fast. */
export const MAX_WINDOW = 250;
/** The fewest messages that stay when pages are dropped: those on the screen are among them. */
const MIN_WINDOW = 150;

function edgesOf({ items, previous_cursor, next_cursor }: MessageOutPage): PageBounds {
  return { first: items[0]?.number ?? 0, last: items.at(-1)?.number ?? 0, previous_cursor, next_cursor };
}

/**
 * Add a page to the window, and drop whole pages at its other end while it holds more than `most` messages. The
 * lower `seq` of the two is kept: events continue from there, so those that came during the request are replayed.
 */
export function appendPage(
  window: MessageWindow,
  page: MessageOutPage,
  side: Side,
  most = Number.POSITIVE_INFINITY,
): MessageWindow {
  const known = window.pages ?? [edgesOf(window)];
  const isBefore = side === "before";
  const pages = isBefore ? [edgesOf(page), ...known] : [...known, edgesOf(page)];
  const items = isBefore ? mergeMessages(page.items, window.items) : mergeMessages(window.items, page.items);
  const cursors = isBefore ? { previous_cursor: page.previous_cursor } : { next_cursor: page.next_cursor };
  const seq = Math.min(window.seq, page.seq);
  return trimWindow({ ...window, ...cursors, items, pages, seq }, isBefore ? "after" : "before", most);
}

/** Drop pages at one end of the window; the page that was just added always stays. */
function trimWindow(
  window: MessageWindow & { pages: PageBounds[] },
  side: Side,
  most: number,
): MessageWindow {
  const { items, pages } = window;
  const kept = side === "before" ? pages.slice(1) : pages.slice(0, -1);
  const edge = side === "before" ? kept[0] : kept.at(-1);
  if (items.length <= most || !edge) return window;
  const shorter =
    side === "before"
      ? { items: items.filter((one) => one.number >= edge.first), previous_cursor: edge.previous_cursor }
      : { items: items.filter((one) => one.number <= edge.last), next_cursor: edge.next_cursor };
  // Live messages may have made one page long.
  if (shorter.items.length < MIN_WINDOW) return window;
  return trimWindow({ ...window, ...shorter, pages: kept }, side, most);
}

/** Merge two lists in ascending order; of a message in both, the later version stays. */
export function mergeMessages(first: MessageOut[], second: MessageOut[]): MessageOut[] {
  const byNumber = new Map<number, MessageOut>();
  for (const message of [...first, ...second]) {
    const known = byNumber.get(message.number);
    if (!known || known.version <= message.version) byNumber.set(message.number, message);
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}
