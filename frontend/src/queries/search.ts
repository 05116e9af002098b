import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { getSearch } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { DAY_MS, type Dates, dayAfter } from "@/lib/dates";
import { keys } from "./keys";
import { cursorPaging } from "./pages";
import type { HitKind, SearchAsked } from "./search-params";

export type { HitKind, SearchAsked };

export const SHORTEST_QUESTION = 2;

/** What the reader may see of what they look for, newest first, page by page; days are theirs. */
export const searchQuery = (asked: SearchAsked, dates: Dates) =>
  infiniteQueryOptions({
    queryKey: keys.search(asked),
    queryFn: ({ pageParam, signal }) =>
      unwrap(getSearch({ query: { ...whatOf(asked), ...whenOf(asked, dates), cursor: pageParam }, signal })),
    enabled: (asked.q ?? "").trim().length >= SHORTEST_QUESTION,
    placeholderData: keepPreviousData,
    ...cursorPaging,
  });

const whatOf = ({ q = "", kind, group, author, organisation }: SearchAsked) => ({
  q,
  kind,
  group,
  author,
  organisation,
});

function whenOf({ days, from, until }: SearchAsked, dates: Dates) {
  if (days) return { since: new Date(Date.now() - days * DAY_MS).toISOString() };
  return {
    since: from && dates.begins(from),
    before: until && dates.begins(dayAfter(until)),
  };
}
