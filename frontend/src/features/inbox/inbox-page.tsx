import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { putNotificationRead, putNotificationsRead } from "@/api/generated/sdk.gen";
import type { NotificationOffer, NotificationOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { inboxQuery } from "@/queries/inbox";
import { keys } from "@/queries/keys";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import classes from "./inbox.module.css";
import { Offers, offersOf } from "./offers";

const INVALIDATES = [keys.inbox, keys.today];

function useMarking() {
  const all = useCommand({ run: () => unwrap(putNotificationsRead()), invalidates: INVALIDATES });
  const one = useCommand({
    run: (id: string) => unwrap(putNotificationRead({ path: { notification_id: id } })),
    invalidates: INVALIDATES,
    // Who opens it asks for nothing: the mark may wait.
    tellsErrors: false,
  });
  return { all, one };
}

/** Everything that this person was told, and why. */
export function InboxPage() {
  const { t } = useLingui();
  const inbox = useInfiniteQuery(inboxQuery);
  const marking = useMarking();
  const newest = offersOf(inbox.data?.pages.flatMap((page) => page.items) ?? []);
  const hasUnread = inbox.data?.pages.some((page) => page.items.some((item) => !item.read_at));
  return (
    <ResourceListPage
      title={t`Вхідні`}
      lead={t`Що змінилося в справах, які вас стосуються.`}
      create={
        hasUnread && (
          <Button kind="quiet" busy={marking.all.isPending} onClick={() => marking.all.mutate()}>
            <Trans>Позначити все прочитаним</Trans>
          </Button>
        )
      }
      label={t`Сповіщення`}
      query={inbox}
      loading={<Trans>Завантажуємо сповіщення…</Trans>}
      empty={<Nothing />}
      older
    >
      {(item) => (
        <Row
          key={item.id}
          item={item}
          offers={newest.get(item.id) ?? []}
          onOpen={() => item.read_at === null && marking.one.mutate(item.id)}
        />
      )}
    </ResourceListPage>
  );
}

function Nothing() {
  return (
    <EmptyState title={<Trans>Тут ще нічого немає</Trans>}>
      <Trans>Повідомимо, коли вам щось доручать, попросять підтвердити чи нагадають про строк.</Trans>
    </EmptyState>
  );
}

interface RowProps {
  item: NotificationOut;
  offers: NotificationOffer[];
  /** Whoever follows it, or does what it offers, has read it. */
  onOpen: () => void;
}

function Row({ item, offers, onOpen }: RowProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const unread = item.read_at === null;
  return (
    <li className={`${classes.row} ${unread ? "" : classes.read}`}>
      {unread ? <span className={classes.dot} role="img" aria-label={t`Нове`} /> : <span />}
      <div>
        <AppLink className={`v-reach ${classes.link}`} href={item.url} onClick={onOpen}>
          {say(item.title)}
        </AppLink>
        <p className="v-small v-t2">{say(item.body)}</p>
        <p className={`v-tiny ${classes.reason}`}>{say(item.reason)}</p>
        {offers.length > 0 && <Offers item={item} offers={offers} onDone={onOpen} />}
      </div>
      <time dateTime={item.created_at}>{dates.full(item.created_at)}</time>
    </li>
  );
}
