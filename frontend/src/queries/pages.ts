/** How a list goes on from page to page, as the API gives them. */
export const cursorPaging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor ?? undefined,
};

interface Page<T> {
  items: T[];
}

/** All rows that were loaded so far. */
export function flattenPages<T>({ pages }: { pages: Page<T>[] }): T[] {
  return pages.flatMap((page) => page.items);
}

/** Bounds what one list asks for: who has more narrows it. */
const MOST_PAGES = 10;
const PAGE = 100;

/** How many rows such a list may hold: of a list as long as that, more may be there. */
export const MAX_ROWS = MOST_PAGES * PAGE;

/** All rows of a list, page after page, for what has to be chosen from as a whole. */
export async function fetchAllPages<T>(
  ask: (cursor: string | undefined) => Promise<Page<T> & { next_cursor?: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask(cursor);
    items.push(...answer.items);
    if (!answer.next_cursor) break;
    cursor = answer.next_cursor;
  }
  return items;
}
