import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { NotificationOut } from "@/api/generated/types.gen";
import type { RowsQuery } from "@/kit/paged-list";
import { rootRoute } from "@/kit/routes";
import { SectionCard } from "@/kit/section-card";
import { answersQuery, newsQuery } from "@/queries/inbox";
import { flattenPages } from "@/queries/pages";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { GroupRow } from "./group-row";
import { groupNotifications } from "./groups";
import classes from "./inbox.module.css";
import { useMarks } from "./use-marks";

/** Show what the reader was notified of: what needs their answer first, and what is for their information. */
export function InboxPage() {
  const { t } = useLingui();
  useTitle(t`Вхідні`);
  const answers = useInfiniteQuery(answersQuery);
  const news = useInfiniteQuery(newsQuery);
  const marks = useMarks();
  const parts = [answers, news];
  const loaded = parts.flatMap(({ data }) => (data ? flattenPages(data) : []));
  const isEmpty = parts.every(({ data, hasNextPage }) => data && !hasNextPage) && loaded.length === 0;
  return (
    <Page>
      <PageHeader
        title={t`Вхідні`}
        lead={t`Що змінилося в справах, які вас стосуються.`}
        actions={
          loaded.some((item) => item.read_at === null) && (
            <Button kind="quiet" busy={marks.all.isPending} onClick={() => marks.all.mutate()}>
              <Trans>Позначити все прочитаним</Trans>
            </Button>
          )
        }
      />
      {isEmpty ? (
        <Card label={t`Сповіщення`}>
          <EmptyState title={<Trans>Тут ще нічого немає</Trans>}>
            <Trans>Повідомимо, коли вам щось доручать, попросять підтвердити чи нагадають про строк.</Trans>
          </EmptyState>
        </Card>
      ) : (
        <div className={classes.parts}>
          <Part
            title={t`Потребує відповіді`}
            query={answers}
            marks={marks}
            empty={<Trans>Нічого не чекає на вас.</Trans>}
            waits
          />
          <Part
            title={t`До відома`}
            query={news}
            marks={marks}
            empty={<Trans>Новин немає.</Trans>}
            waits={false}
          />
        </div>
      )}
    </Page>
  );
}

interface PartProps {
  title: string;
  query: RowsQuery<NotificationOut>;
  marks: ReturnType<typeof useMarks>;
  empty: ReactNode;
  waits: boolean;
}

function Part({ title, query, marks, empty, waits }: PartProps) {
  const { inboxTopics } = rootRoute.useRouteContext();
  return (
    <SectionCard
      title={title}
      query={query}
      loading={<Trans>Завантажуємо сповіщення…</Trans>}
      empty={<p className={`v-small v-t2 ${classes.none}`}>{empty}</p>}
      list={(items) => (
        <CardList>
          {groupNotifications(items, inboxTopics).map((group) => (
            <GroupRow key={group.key} group={group} waits={waits} marks={marks} />
          ))}
        </CardList>
      )}
      older
    />
  );
}
