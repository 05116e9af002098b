import { Trans } from "@lingui/react/macro";
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { flattenPages } from "@/queries/pages";
import { Button } from "@/ui/button";
import { CardFoot, CardList } from "@/ui/card";
import { QueryBoundary } from "./query-boundary";

type Pages<T> = InfiniteData<{ items: T[] }>;

interface PagedQuery<T> {
  query: UseInfiniteQueryResult<Pages<T>>;
}

/** A list that comes page by page, or whole. */
export type RowsQuery<T> = UseInfiniteQueryResult<Pages<T>> | UseQueryResult<T[]>;

export interface PagedListProps<T> {
  query: RowsQuery<T>;
  loading?: ReactNode;
  /** In place of the rows when there are none. */
  empty: ReactNode;
  /** The next page is further back in time, not further down a list of names. */
  older?: boolean;
  /** Which of them are shown, and in which order. */
  select?: (items: T[]) => T[];
  /** What can be done with the list, at its foot. */
  actions?: ReactNode;
  /** The card has margins of its own: the foot is no strip across it. */
  bare?: boolean;
  /** All rows at once, where they are no list of a card. */
  list?: (items: T[]) => ReactNode;
  /** One row, with its key. */
  children?: (item: T) => ReactNode;
}

function isPaged<T>(query: RowsQuery<T>): query is UseInfiniteQueryResult<Pages<T>> {
  return "fetchNextPage" in query;
}

/** All rows that were loaded and are shown; undefined before the first of them came. */
export function shownRows<T>({
  query,
  select = (items) => items,
}: Pick<PagedListProps<T>, "query" | "select">) {
  if (query.data === undefined) return undefined;
  return select(Array.isArray(query.data) ? query.data : flattenPages(query.data));
}

/** Rows of a card that come page by page, or all at once. */
export function PagedList<T>(props: PagedListProps<T>) {
  const { query, loading, empty, older, actions, bare = false, list, children } = props;
  const pages = isPaged(query) && query.hasNextPage ? query : undefined;
  const foot = (
    <>
      {actions}
      {pages && <NextPage query={pages} older={older} />}
    </>
  );
  return (
    <>
      <QueryBoundary query={query as UseQueryResult<unknown>} loading={loading}>
        {() => {
          const items = shownRows(props) ?? [];
          if (items.length === 0) return empty;
          if (list) return list(items);
          return <CardList stale={query.isPlaceholderData}>{children && items.map(children)}</CardList>;
        }}
      </QueryBoundary>
      {(actions || pages) && (bare ? foot : <CardFoot>{foot}</CardFoot>)}
    </>
  );
}

/** Brings one page more, while there is one. */
export function NextPage<T>({ query, older = false }: PagedQuery<T> & { older?: boolean }) {
  if (!query.hasNextPage) return null;
  return (
    <Button kind="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {older ? <Trans>Показати давніші</Trans> : <Trans>Показати ще</Trans>}
    </Button>
  );
}

/** The way further back, at the foot of a card, while there is one. */
export function OlderPage<T>({ query }: PagedQuery<T>) {
  if (!query.hasNextPage) return null;
  return (
    <CardFoot>
      <NextPage query={query} older />
    </CardFoot>
  );
}
