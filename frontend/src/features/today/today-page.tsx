import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { ApprovalOut, AwaitedOut, TodayOut, WaitingOut } from "@/api/generated/types.gen";
import { todayQuery } from "@/data/actions";
import { waitingApprovalsQuery } from "@/data/approvals";
import { AppLink } from "@/design/app-link";
import { Button } from "@/design/button";
import { Card } from "@/design/card";
import { Ledger } from "@/design/ledger";
import { Page, TwoColumns, useTitle } from "@/design/page";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import { useWide } from "@/lib/use-wide";
import { NewMessages } from "@/widgets/new-messages";
import { stillLoads } from "@/widgets/paged-list";
import { QueryGate } from "@/widgets/query-gate";
import { ApprovalEntry } from "./approval-entry";
import { AwaitedEntry } from "./awaited-entry";
import classes from "./today.module.css";
import { OwnActions, StateOfActions } from "./today-aside";
import { UnreadEntry } from "./unread-entry";
import { WaitingEntry } from "./waiting-entry";

/** The home page: what waits for this person, the most pressing first, across groups. */
export function TodayPage() {
  const { t } = useLingui();
  const today = useQuery(todayQuery);
  const approvals = useQuery(waitingApprovalsQuery);
  // The count is said once it holds; without these requests it stands for the rest.
  const confirmable = stillLoads(approvals) ? undefined : (approvals.data ?? []);
  useTitle(t`Сьогодні`);
  return (
    <Page>
      <Hello today={today.data} approvals={confirmable} />
      <QueryGate query={today} loading={<Trans>Дивимося, що на вас чекає…</Trans>}>
        {(data) => (
          <TwoColumns
            aside={
              <>
                <StateOfActions counts={data.action_counts} />
                <OwnActions actions={data.mine} />
              </>
            }
          >
            <Waiting today={data} approvals={confirmable} />
            <Unread today={data} />
          </TwoColumns>
        )}
      </QueryGate>
    </Page>
  );
}

type Waits = WaitingOut | AwaitedOut | ApprovalOut;

/** By the day on which each is due, a step to confirm on the day of its request; what has none comes last. */
function waitingIn({ waiting, to_acknowledge }: TodayOut, approvals: ApprovalOut[]): Waits[] {
  const never = "9999";
  const due = (one: Waits) => ("requested_at" in one ? one.requested_at : (one.due_on ?? never));
  const all = [...approvals, ...waiting, ...to_acknowledge];
  return all.sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0));
}

interface TodayProps<T> {
  today: T;
  /** Steps that the reader may confirm, the oldest first; missing while that is not known. */
  approvals: ApprovalOut[] | undefined;
}

function Hello({ today, approvals }: TodayProps<TodayOut | undefined>) {
  const { dates } = useReader();
  const wide = useWide();
  return (
    <div className={classes.hello}>
      <div>
        <p className={classes.date}>{dates.heading(dates.today())}</p>
        <h1>
          {today && approvals ? (
            <Headline count={waitingIn(today, approvals).length} />
          ) : (
            <Trans>Сьогодні</Trans>
          )}
        </h1>
      </div>
      {wide && today && today.unread.length > 0 && <NextUnread today={today} />}
    </div>
  );
}

function Headline({ count }: { count: number }) {
  if (count === 0) return <Trans>На сьогодні все</Trans>;
  return (
    <Trans>
      <Plural
        value={count}
        one="На вас чекає"
        few="На вас чекають"
        many="На вас чекають"
        other="На вас чекають"
      />{" "}
      <mark>
        <Plural value={count} one="# справа" few="# справи" many="# справ" other="# справи" />
      </mark>
    </Trans>
  );
}

function NextUnread({ today }: { today: TodayOut }) {
  const router = useRouter();
  const [first] = today.unread;
  return (
    <Button kind="quiet" onClick={() => void router.navigate({ href: `/threads/${first?.id}` })}>
      <Trans>Наступне непрочитане</Trans> <kbd>N</kbd>
    </Button>
  );
}

function Waiting({ today, approvals }: TodayProps<TodayOut>) {
  const { t } = useLingui();
  const items = waitingIn(today, approvals ?? []);
  if (items.length === 0 && !approvals) return null;
  if (items.length === 0) {
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
      <Ledger>
        {items.map((item, place) => {
          if ("requested_at" in item)
            return <ApprovalEntry key={item.id} approval={item} first={place === 0} />;
          if ("action" in item)
            return <WaitingEntry key={`${item.kind} ${item.action.id}`} item={item} first={place === 0} />;
          return <AwaitedEntry key={item.message_id} item={item} first={place === 0} />;
        })}
      </Ledger>
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
      <Ledger>
        {today.unread.map((thread) => (
          <UnreadEntry key={thread.id} thread={thread} />
        ))}
      </Ledger>
    </Card>
  );
}
