import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { TodayOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { useWide } from "@/lib/use-wide";
import { DutyEntry } from "@/modules/duties/duty-entry";
import { NewMessages } from "@/modules/threads/new-messages";
import { todayQuery } from "@/queries/actions";
import { ActivityList } from "@/ui/activity-list";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, TwoColumns, useTitle } from "@/ui/page";
import classes from "./today.module.css";
import { OwnActions, StateOfActions } from "./today-aside";
import { UnreadEntry } from "./unread-entry";

/** Shown without a line alone; a file that is not kept must not take the page down. */
const KeptForms = lazy(() =>
  import("@/modules/dossier/kept-forms").then(
    (module) => ({ default: module.KeptForms }),
    () => ({ default: () => null }),
  ),
);

/** The home page: everything that waits for this person, the newest need first, across groups. */
export function TodayPage() {
  const { t } = useLingui();
  const today = useQuery(todayQuery);
  const online = useOnline();
  useTitle(t`Сьогодні`);
  return (
    <Page>
      <Hello today={today.data} />
      {!online && (
        <Suspense>
          <KeptForms />
        </Suspense>
      )}
      <QueryBoundary query={today} loading={<Trans>Дивимося, що на вас чекає…</Trans>}>
        {(data) => (
          <TwoColumns
            aside={
              <>
                <StateOfActions counts={data.action_counts} />
                <OwnActions actions={data.mine} />
              </>
            }
          >
            <Duties today={data} />
            <Unread today={data} />
          </TwoColumns>
        )}
      </QueryBoundary>
    </Page>
  );
}

function Hello({ today }: { today: TodayOut | undefined }) {
  const { dates } = useLocale();
  const wide = useWide();
  return (
    <div className={classes.hello}>
      <div>
        <p className={classes.date}>{dates.heading(dates.today())}</p>
        <h1>{today ? <Headline count={today.duties.length} /> : <Trans>Сьогодні</Trans>}</h1>
      </div>
      {wide && today && <NextUnread today={today} />}
    </div>
  );
}

function Headline({ count }: { count: number }) {
  if (count === 0) return <Trans>На сьогодні все</Trans>;
  return (
    <Trans>
      Чекають на вас: <mark>{count}</mark>
    </Trans>
  );
}

function NextUnread({ today }: { today: TodayOut }) {
  const router = useRouter();
  const [first] = today.unread;
  if (!first) return null;
  return (
    <Button
      kind="quiet"
      onClick={() => void router.navigate({ to: "/threads/$threadId", params: { threadId: first.id } })}
    >
      <Trans>Наступне непрочитане</Trans> <kbd>N</kbd>
    </Button>
  );
}

function Duties({ today }: { today: TodayOut }) {
  const { t } = useLingui();
  if (today.duties.length === 0) {
    return (
      <Card label={t`Чекають на вас`}>
        <EmptyState title={<Trans>Нових справ немає</Trans>}>
          {today.unread.length > 0 ? (
            <Trans>Лишилося прочитати, що написали в темах.</Trans>
          ) : (
            <Trans>Щойно щось чекатиме на вас, воно з’явиться тут.</Trans>
          )}
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card label={t`Чекають на вас`}>
      <ActivityList>
        {today.duties.map((duty, place) => (
          <DutyEntry key={`${duty.kind} ${duty.id}`} duty={duty} first={place === 0} />
        ))}
      </ActivityList>
    </Card>
  );
}

function Unread({ today }: { today: TodayOut }) {
  if (today.unread.length === 0) return null;
  return (
    <Card
      title={<Trans>Непрочитане</Trans>}
      count={<NewMessages value={today.unread_total} />}
      aside={
        <AppLink className="v-tiny v-reach" href="/groups">
          <Trans>Усі групи</Trans>
        </AppLink>
      }
    >
      <ActivityList>
        {today.unread.map((thread) => (
          <UnreadEntry key={thread.id} thread={thread} />
        ))}
      </ActivityList>
    </Card>
  );
}
