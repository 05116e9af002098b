import { Trans, useLingui } from "@lingui/react/macro";
import { IconCalendarDue } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { deleteMyCalendarFeed, postMyCalendarFeed } from "@/api/generated/sdk.gen";
import type { CalendarFeedOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { CopyButton } from "@/kit/copy-button";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { DOT } from "@/lib/text";
import { keys } from "@/queries/keys";
import { calendarFeedQuery } from "@/queries/me";
import { Button, ButtonLink } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";
import { Secret } from "@/ui/secret";
import classes from "./settings.module.css";

/** An address at which the calendar of a phone finds what is due for the reader. */
export function CalendarCard() {
  const { t } = useLingui();
  const feed = useQuery(calendarFeedQuery);
  const invalidates = [keys.calendarFeed];
  // The address leaves this command only as its result: it is never put into the cache.
  const making = useCommand({ run: () => unwrap(postMyCalendarFeed()), invalidates });
  const anew = useConfirm({
    title: t`Нова адреса календаря`,
    text: <Trans>Попередня адреса перестане працювати: додайте нову в усіх своїх календарях.</Trans>,
    submit: t`Створити нову`,
    command: making,
  });
  const off = useConfirm({
    title: t`Вимкнути адресу календаря`,
    text: <Trans>Календарі, які її читають, більше нічого не отримають.</Trans>,
    submit: t`Вимкнути адресу`,
    danger: true,
    command: useCommand({
      run: () => unwrap(deleteMyCalendarFeed()),
      success: t`Адресу календаря вимкнено`,
      invalidates,
      onSuccess: () => making.reset(),
    }),
  });
  return (
    <Card title={<Trans>Календар у телефоні</Trans>}>
      <QueryBoundary query={feed} loading={<Trans>Завантажуємо…</Trans>}>
        {(known) => (
          <CardList>
            <Standing
              feed={known}
              busy={making.isPending}
              onMake={() => making.mutate()}
              onRenew={anew.open}
              onEnd={off.open}
            />
            {making.data && <Address path={making.data.path} />}
          </CardList>
        )}
      </QueryBoundary>
      {anew.dialog}
      {off.dialog}
    </Card>
  );
}

interface StandingProps {
  feed: CalendarFeedOut;
  busy: boolean;
  onMake: () => void;
  onRenew: () => void;
  onEnd: () => void;
}

function Standing({ feed, busy, onMake, onRenew, onEnd }: StandingProps) {
  return (
    <ListRow
      icon={IconCalendarDue}
      title={
        <p>
          <Trans>Ваші строки в Google Календарі, Outlook чи календарі телефона.</Trans>
        </p>
      }
      meta={<FeedState feed={feed} />}
      actions={
        feed.made_at ? (
          <>
            <Button kind="quiet" onClick={onRenew}>
              <Trans>Нова адреса</Trans>
            </Button>
            <Button kind="quiet" onClick={onEnd}>
              <Trans>Вимкнути адресу</Trans>
            </Button>
          </>
        ) : (
          <Button kind="quiet" busy={busy} onClick={onMake}>
            <Trans>Створити адресу</Trans>
          </Button>
        )
      }
    />
  );
}

function FeedState({ feed }: { feed: CalendarFeedOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  if (!feed.made_at) return t`Назв доручень з обмежених тем там не буде: лише номери.`;
  const made = dates.full(feed.made_at);
  const read = feed.read_at && dates.full(feed.read_at);
  return [t`Адресу створено ${made}`, read ? t`востаннє читали ${read}` : t`ще не читали`].join(DOT);
}

/** Shown once, right after it was made. */
function Address({ path }: { path: string }) {
  const address = `${location.origin}${path}`;
  return (
    <li className={classes.newAddress}>
      <p role="status">
        <Trans>
          Додайте цю адресу в календарі як «підписку за посиланням». Покажемо її лише зараз; хто її має, той
          бачить ваші строки.
        </Trans>
      </p>
      <Secret>{address}</Secret>
      <div className={classes.buttons}>
        <CopyButton text={address} />
        <ButtonLink kind="quiet" href={givenPath(address.replace(/^https?:/, "webcal:"))}>
          <Trans>Відкрити в календарі</Trans>
        </ButtonLink>
      </div>
    </li>
  );
}
