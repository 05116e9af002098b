/** Options of an infinite query that follows the cursors of the API. */
export const cursorPaging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor ?? undefined,
};

interface Page<T> {
  items: T[];
}

/** Return all rows that are loaded. */
export function flattenPages<T>({ pages }: { pages: Page<T>[] }): T[] {
  return pages.flatMap((page) => page.items);
}

/** Limits the requests of one list; a longer list is narrowed by filters. */
const MAX_PAGES = 10;
const PAGE = 100;

/** The most rows of such a list: one of this length may be cut off. */
export const MAX_ROWS = MAX_PAGES * PAGE;

/** Fetch all rows of a list, page after page, where a field or a view needs the whole list. */
export async function fetchAllPages<T>(
  ask: (cursor: string | undefined) => Promise<Page<T> & { next_cursor?: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await ask(cursor);
    items.push(...answer.items);
    if (!answer.next_cursor) break;
    cursor = answer.next_cursor;
  }
  return items;
}
