import { Trans, useLingui } from "@lingui/react/macro";
import { IconCalendarDue } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteMyCalendarFeed, postMyCalendarFeed } from "@/api/generated/sdk.gen";
import type { CalendarFeedOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { CopyButton } from "@/kit/copy-button";
import { useFailureToast } from "@/kit/failure-toast";
import { QueryBoundary } from "@/kit/query-boundary";
import { NotConfirmed, useConfirmation } from "@/kit/reauthentication/confirm-dialog";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { calendarFeedQuery } from "@/queries/me";
import { Button, ButtonLink } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import classes from "./settings.module.css";

/** The address leaves this mutation only as its result: it is never put into the cache. */
function useMaking() {
  const client = useQueryClient();
  const failed = useFailureToast();
  const { confirmed, dialog } = useConfirmation();
  const making = useMutation({
    mutationFn: () => confirmed(() => unwrap(postMyCalendarFeed())),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.calendarFeed }),
    onError: (error) => {
      if (!(error instanceof NotConfirmed)) failed(error);
    },
    gcTime: 0,
  });
  return { making, confirmation: dialog };
}

/** An address at which the calendar of a phone finds what is due for the reader. */
export function CalendarCard() {
  const feed = useQuery(calendarFeedQuery);
  const { making, confirmation } = useMaking();
  const [asking, setAsking] = useState<"anew" | "off" | null>(null);
  const close = () => setAsking(null);
  const make = () => making.mutate(undefined, { onSettled: close });
  return (
    <Card title={<Trans>Календар у телефоні</Trans>}>
      <QueryBoundary query={feed} loading={<Trans>Завантажуємо…</Trans>}>
        {(known) => (
          <CardList>
            <Standing feed={known} busy={making.isPending} onMake={make} onAsk={setAsking} />
            {making.data && <Address path={making.data.path} />}
          </CardList>
        )}
      </QueryBoundary>
      {confirmation}
      {asking === "anew" && !confirmation && (
        <AnewDialog busy={making.isPending} onClose={close} onSubmit={make} />
      )}
      {asking === "off" && <OffDialog onClose={close} onDone={() => making.reset()} />}
    </Card>
  );
}

interface StandingProps {
  feed: CalendarFeedOut;
  busy: boolean;
  onMake: () => void;
  onAsk: (what: "anew" | "off") => void;
}

function Standing({ feed, busy, onMake, onAsk }: StandingProps) {
  return (
    <li className={classes.calendar}>
      <IconCalendarDue size={24} stroke={1.75} aria-hidden="true" />
      <div>
        <p>
          <Trans>Ваші строки в Google Календарі, Outlook чи календарі телефона.</Trans>
        </p>
        <FeedState feed={feed} />
      </div>
      <div className={classes.pendingButtons}>
        {feed.made_at ? (
          <>
            <Button kind="quiet" onClick={() => onAsk("anew")}>
              <Trans>Нова адреса</Trans>
            </Button>
            <Button kind="quiet" onClick={() => onAsk("off")}>
              <Trans>Вимкнути адресу</Trans>
            </Button>
          </>
        ) : (
          <Button kind="quiet" busy={busy} onClick={onMake}>
            <Trans>Створити адресу</Trans>
          </Button>
        )}
      </div>
    </li>
  );
}

function FeedState({ feed }: { feed: CalendarFeedOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  if (!feed.made_at) {
    return (
      <p className="v-tiny v-t2">
        <Trans>Назв доручень з обмежених тем там не буде: лише номери.</Trans>
      </p>
    );
  }
  const made = dates.full(feed.made_at);
  const read = feed.read_at && dates.full(feed.read_at);
  return (
    <p className="v-tiny v-t2">
      {t`Адресу створено ${made}`} · {read ? t`востаннє читали ${read}` : t`ще не читали`}
    </p>
  );
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
      <code className={classes.secret}>{address}</code>
      <div className={classes.secretButtons}>
        <CopyButton text={address} />
        <ButtonLink kind="quiet" href={address.replace(/^https?:/, "webcal:")}>
          <Trans>Відкрити в календарі</Trans>
        </ButtonLink>
      </div>
    </li>
  );
}

interface AnewProps {
  busy: boolean;
  onClose: () => void;
  onSubmit: () => void;
}

function AnewDialog(props: AnewProps) {
  const { t } = useLingui();
  return (
    <Dialog
      opened
      title={t`Нова адреса календаря`}
      lead={<Trans>Попередня адреса перестане працювати: додайте нову в усіх своїх календарях.</Trans>}
      submit={t`Створити нову`}
      {...props}
    />
  );
}

function OffDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const ending = useMutation({
    mutationFn: () => unwrap(deleteMyCalendarFeed()),
    onSuccess: () => {
      toast(t`Адресу календаря вимкнено`);
      onDone();
      onClose();
    },
    onError: failed,
    onSettled: () => void client.invalidateQueries({ queryKey: keys.calendarFeed }),
  });
  return (
    <Dialog
      opened
      title={t`Вимкнути адресу календаря`}
      lead={<Trans>Календарі, які її читають, більше нічого не отримають.</Trans>}
      submit={t`Вимкнути адресу`}
      submitKind="danger"
      busy={ending.isPending}
      onClose={onClose}
      onSubmit={() => ending.mutate()}
    />
  );
}
