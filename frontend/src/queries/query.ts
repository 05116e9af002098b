import { infiniteQueryOptions, type QueryKey, queryOptions } from "@tanstack/react-query";
import { unwrap } from "@/api/unwrap";
import { cursorPaging } from "./pages";

/** What a call of the generated client gives. */
type Asked<Answer> = Parameters<typeof unwrap<Answer>>[0];

interface Options {
  staleTime?: number;
  retry?: false;
}

/** The query of one thing. */
export const detailQuery = <Answer>(queryKey: QueryKey, ask: () => Asked<Answer>, options?: Options) =>
  queryOptions({ queryKey, queryFn: () => unwrap(ask()), ...options });

/** The query of a list that comes as a whole. */
export const listQuery = <Row>(queryKey: QueryKey, ask: () => Asked<{ items: Row[] }>, options?: Options) =>
  queryOptions({ queryKey, queryFn: async () => (await unwrap(ask())).items, ...options });

/** The query of a list that comes page by page. */
export const pagedQuery = <Page extends { next_cursor: string | null }>(
  queryKey: QueryKey,
  ask: (cursor: string | undefined) => Asked<Page>,
  options?: Options,
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => unwrap(ask(pageParam)),
    ...cursorPaging,
    ...options,
  });
