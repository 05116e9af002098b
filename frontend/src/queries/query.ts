import { infiniteQueryOptions, type QueryKey, queryOptions } from "@tanstack/react-query";
import { unwrap } from "@/api/unwrap";
import { cursorPaging } from "./pages";

/** What a call of the generated client returns. */
type Call<Answer> = Parameters<typeof unwrap<Answer>>[0];

interface Options {
  staleTime?: number;
  retry?: false;
}

/** A query of one object. */
export const detailQuery = <Answer>(queryKey: QueryKey, ask: () => Call<Answer>, options?: Options) =>
  queryOptions({ queryKey, queryFn: () => unwrap(ask()), ...options });

/** A query of a list without pages. */
export const listQuery = <Row>(queryKey: QueryKey, ask: () => Call<{ items: Row[] }>, options?: Options) =>
  queryOptions({ queryKey, queryFn: async () => (await unwrap(ask())).items, ...options });

/** An infinite query of a list with pages. */
export const pagedQuery = <Page extends { next_cursor: string | null }>(
  queryKey: QueryKey,
  ask: (cursor: string | undefined) => Call<Page>,
  options?: Options,
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => unwrap(ask(pageParam)),
    ...cursorPaging,
    ...options,
  });
