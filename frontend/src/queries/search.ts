import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { getSearch } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { DAY_MS, type Dates, dayAfter } from "@/lib/dates";
import { keys } from "./keys";
import { cursorPaging } from "./pages";
import type { HitKind, SearchAsked } from "./search-params";

export type { HitKind, SearchAsked };

export const MIN_QUERY_LENGTH = 2;

/** Search results that the reader may see, newest first, page by page; days are in the reader's time zone. */
export const searchQuery = (asked: SearchAsked, dates: Dates) =>
  infiniteQueryOptions({
    queryKey: keys.search(asked),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        getSearch({
          query: { ...textFilters(asked), ...dateFilters(asked, dates), cursor: pageParam },
          signal,
        }),
      ),
    enabled: (asked.q ?? "").trim().length >= MIN_QUERY_LENGTH,
    placeholderData: keepPreviousData,
    ...cursorPaging,
  });

const textFilters = ({ q = "", kind, group, author, organisation }: SearchAsked) => ({
  q,
  kind,
  group,
  author,
  organisation,
});

function dateFilters({ days, from, until }: SearchAsked, dates: Dates) {
  if (days) return { since: new Date(Date.now() - days * DAY_MS).toISOString() };
  return {
    since: from && dates.begins(from),
    before: until && dates.begins(dayAfter(until)),
  };
}
