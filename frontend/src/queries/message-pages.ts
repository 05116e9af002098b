import type { MessageOut, MessageOutPage } from "@/api/generated/types.gen";

/** Where a page of messages begins and ends, and how the list goes on from there. */
interface PageBounds {
  first: number;
  last: number;
  previous_cursor: string | null;
  next_cursor: string | null;
}

/**
 * A stretch of messages without gaps, ascending by number; it grows at both ends. `pages` are those of which it
 * was put together.
 */
export interface MessageWindow extends MessageOutPage {
  pages?: PageBounds[];
}

export type Side = "before" | "after";

/** So many messages are kept at most while one reads on: who goes through thousands stays as quick as at first. */
export const MAX_WINDOW = 250;
/** And so many at least, whatever is let go: what is on the screen is among them. */
const LEAST_KEPT = 150;

function edgesOf({ items, previous_cursor, next_cursor }: MessageOutPage): PageBounds {
  return { first: items[0]?.number ?? 0, last: items.at(-1)?.number ?? 0, previous_cursor, next_cursor };
}

/**
 * Puts a page beside the window, and lets go of whole pages at its other end, where it holds more than `most`.
 * Of the two `seq` the earlier counts, since events go on from there: what happened while the page was on its
 * way is told again.
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

/** The same window without its last pages at one end; the page that came last always stays. */
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
  // What came live may have made one page long.
  if (shorter.items.length < LEAST_KEPT) return window;
  return trimWindow({ ...window, ...shorter, pages: kept }, side, most);
}

/** One ascending list; of a message that is in both, the later version stays. */
export function mergeMessages(first: MessageOut[], second: MessageOut[]): MessageOut[] {
  const byNumber = new Map<number, MessageOut>();
  for (const message of [...first, ...second]) {
    const known = byNumber.get(message.number);
    if (!known || known.version <= message.version) byNumber.set(message.number, message);
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}
