import { Trans } from "@lingui/react/macro";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/design/button";
import { CardFoot, CardList } from "@/design/card";
import { QueryGate } from "./query-gate";

interface PagedQuery<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
}

interface PagedListProps<T> extends PagedQuery<T> {
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
      <QueryGate query={query} loading={loading}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? empty : <CardList>{items.map(children)}</CardList>;
        }}
      </QueryGate>
      {(actions || query.hasNextPage) && (
        <CardFoot>
          {actions}
          <NextPage query={query} older={older} />
        </CardFoot>
      )}
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
