import { Trans } from "@lingui/react/macro";
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { flattenPages } from "@/queries/pages";
import { Button } from "@/ui/button";
import { Card, CardFoot, CardList } from "@/ui/card";
import { QueryBoundary } from "./query-boundary";

interface PagedQuery<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
}

export interface PagedListProps<T> extends PagedQuery<T> {
  loading?: ReactNode;
  /** In place of the rows when there are none. */
  empty: ReactNode;
  /** The next page is further back in time, not further down a list of names. */
  older?: boolean;
  /** What can be done with the list, at its foot. */
  actions?: ReactNode;
  /** One row, with its key. */
  children: (item: T) => ReactNode;
}

/** Rows of a card that come page by page. */
export function PagedList<T>({ query, loading, empty, older, actions, children }: PagedListProps<T>) {
  return (
    <>
      <QueryBoundary query={query} loading={loading}>
        {(data) => {
          const items = flattenPages(data);
          if (items.length === 0) return empty;
          return <CardList stale={query.isPlaceholderData}>{items.map(children)}</CardList>;
        }}
      </QueryBoundary>
      {(actions || query.hasNextPage) && (
        <CardFoot>
          {actions}
          <NextPage query={query} older={older} />
        </CardFoot>
      )}
    </>
  );
}

interface PagedCardProps<T> extends Omit<PagedListProps<T>, "loading" | "empty"> {
  title: ReactNode;
}

/** Whether nothing can be said yet: no rows, and nothing that keeps them away. */
export function isInitialLoading({ data, error, fetchStatus }: UseQueryResult<unknown>): boolean {
  return data === undefined && !error && fetchStatus !== "paused";
}

/** A card of rows that is left out where there are none; that they could not be loaded is said. */
export function PagedCard<T>({ title, ...list }: PagedCardProps<T>) {
  const { data } = list.query;
  if (isInitialLoading(list.query) || (data && flattenPages(data).length === 0)) return null;
  return (
    <Card title={title}>
      <PagedList {...list} empty={null} />
    </Card>
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
