import { Trans, useLingui } from "@lingui/react/macro";
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getActionItemHistory } from "@/api/generated/sdk.gen";
import type { HistoryOut, Voice } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { useSpokenBy } from "@/modules/mandates/voices";
import { checklistQuery, evidenceQuery } from "@/queries/actions";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { HistoryList } from "@/ui/history-list";
import classes from "./action.module.css";
import { isStep, useHistoryWords } from "./history-words";

/** So many of the newest entries are shown at first. */
const FIRST = 6;

/** Page after page, newest first; whatever makes the history of the item old makes this old too. */
const pagesQuery = (actionId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.history(actionId), "pages"],
    queryFn: ({ pageParam }) =>
      unwrap(
        getActionItemHistory({ path: { action_id: actionId }, query: { cursor: pageParam, limit: 50 } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** What happened to the item, by whom, and with what words. */
export function HistoryCard({ actionId }: { actionId: string }) {
  const { t } = useLingui();
  const history = useInfiniteQuery(pagesQuery(actionId));
  const [all, setAll] = useState(false);
  const count = history.data?.pages.flatMap(({ items }) => items).length ?? 0;
  const hidden = !all && count > FIRST;
  const total = history.hasNextPage ? t`Показати всі` : t`Усі записи: ${count}`;
  return (
    <Card
      title={<Trans>Історія</Trans>}
      aside={
        hidden && (
          <Button kind="ghost" className={classes.headButton} onClick={() => setAll(true)}>
            {total}
          </Button>
        )
      }
    >
      <QueryBoundary query={history} loading={<Trans>Завантажуємо історію…</Trans>}>
        {({ pages }) => (
          <Entries
            actionId={actionId}
            entries={pages.flatMap(({ items }) => items).slice(0, all ? undefined : FIRST)}
          />
        )}
      </QueryBoundary>
      {all && history.hasNextPage && (
        <Button
          kind="ghost"
          className={classes.older}
          busy={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          <Trans>Показати давніші</Trans>
        </Button>
      )}
    </Card>
  );
}

function Entries({ actionId, entries }: { actionId: string; entries: HistoryOut[] }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const quoted = (said: string) => t`«${said}»`;
  const { data: evidence = [] } = useQuery(evidenceQuery(actionId));
  const { data: lines = [] } = useQuery(checklistQuery(actionId));
  const words = useHistoryWords({
    titleOf: (id) => evidence.find((piece) => piece.id === id)?.title,
    lineOf: (id) => lines.find((line) => line.id === id)?.text,
  });
  return (
    <div className={classes.history}>
      <HistoryList
        exact
        items={entries}
        tell={(entry) => ({
          title: words(entry),
          strong: isStep(entry),
          details: (
            <>
              {entry.remark && <p>{quoted(entry.remark)}</p>}
              {entry.actor && <Who voice={entry.actor} />}
              {entry.data.logged === true && (
                <p className="v-t2">
                  <Trans>записано зі слів виконавця</Trans>
                </p>
              )}
              {entry.by_link && <ByLink body={say(entry.by_link)} />}
            </>
          ),
        })}
      />
    </div>
  );
}

function Who({ voice }: { voice: Voice }) {
  return <p className="v-t2">{useSpokenBy()(voice)}</p>;
}

function ByLink({ body }: { body: string }) {
  return (
    <p className="v-t2">
      <Trans>за посиланням, {body}</Trans>
    </p>
  );
}
