import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import {
  deleteMinutesPublication,
  postMinutesTransitions,
  putMinutesPublication,
} from "@/api/generated/sdk.gen";
import type { MinutesOut, MoveMinutesInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import type { VersionedAttempt } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { useMinutesCommand } from "@/modules/minutes/use-minutes-command";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { ConfirmedButton } from "./confirmed-button";
import classes from "./minutes.module.css";

interface Props {
  minutes: MinutesOut;
}

const move = ({ id }: MinutesOut, to: MoveMinutesInRequest["to"], attempt: VersionedAttempt) =>
  unwrap(
    postMinutesTransitions({
      path: { minutes_id: id },
      body: { to },
      headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
    }),
  );

const STEPS = ["ask_remarks", "send_for_signature", "reopen"] as const;

/** What who keeps the record does next, and what it still waits for. */
export function NextCard({ minutes }: Props) {
  const { t } = useLingui();
  const { allowed } = minutes;
  if (!STEPS.some((one) => allowed.includes(one))) return null;
  return (
    <Card padded title={<Trans>Що далі</Trans>}>
      <div className={classes.next}>
        {allowed.includes("ask_remarks") && (
          <ConfirmedButton
            minutes={minutes}
            label={<Trans>Запросити зауваження</Trans>}
            run={(attempt) => move(minutes, "remarks", attempt)}
            success={t`Усі, хто був, уже знають`}
            title={t`Запросити зауваження?`}
            text={t`Усі, хто був на засіданні, прочитають протокол. Далі рядки змінюють лише зауваження.`}
            submit={t`Запросити`}
          />
        )}
        {allowed.includes("send_for_signature") && <Send minutes={minutes} />}
        {allowed.includes("reopen") && (
          <ConfirmedButton
            minutes={minutes}
            kind="ghost"
            label={<Trans>Повернути в проєкт…</Trans>}
            run={(attempt) => move(minutes, "draft", attempt)}
            success={t`Протокол знову проєкт`}
            title={t`Повернути в проєкт?`}
            text={t`Підписи, які вже є, зникнуть. Зауваження доведеться запросити знову.`}
            submit={t`Повернути`}
            danger
          />
        )}
      </div>
    </Card>
  );
}

/** Why it cannot be sent yet; undefined when it can. */
function useHindrance({ remarks, remarks_until }: MinutesOut): ReactNode {
  const { dates } = useLocale();
  const first = remarks.find(({ state }) => state === "open");
  if (first) {
    const { number } = first;
    return <Trans>Спершу дайте відповідь на зауваження {number}.</Trans>;
  }
  if (!remarks_until || Date.parse(remarks_until) <= Date.now()) return undefined;
  const until = dates.full(remarks_until);
  return <Trans>Зауваження приймаємо до {until}.</Trans>;
}

function Send({ minutes }: Props) {
  const { t } = useLingui();
  const id = useId();
  const hindrance = useHindrance(minutes);
  const sending = useMinutesCommand(minutes, {
    run: (_, attempt) => move(minutes, "signing", attempt),
    success: t`Протокол чекає на підписи`,
  });
  return (
    <>
      <Button
        wide
        disabled={Boolean(hindrance)}
        aria-describedby={hindrance ? id : undefined}
        busy={sending.isPending}
        onClick={() => sending.mutate()}
      >
        <Trans>Передати на підпис</Trans>
      </Button>
      {hindrance && (
        <p id={id} className="v-small v-t2">
          {hindrance}
        </p>
      )}
    </>
  );
}

/** Whether everybody reads the public version, and the way to change that. */
export function PublicationCard({ minutes }: Props) {
  const { dates } = useLocale();
  const { public_at, allowed } = minutes;
  const mayPublish = allowed.includes("publish");
  if (!public_at && !mayPublish) return null;
  const day = public_at && dates.long(dates.day(public_at));
  return (
    <Card padded title={<Trans>Для всіх</Trans>}>
      <p className="v-small v-t2">
        {day ? (
          <Trans>Оприлюднено {day}, без імен: лише посади й організації.</Trans>
        ) : (
          <Trans>Зараз протокол читає лише група.</Trans>
        )}
      </p>
      {mayPublish && (public_at ? <Hide minutes={minutes} /> : <Publish minutes={minutes} />)}
    </Card>
  );
}

function Publish({ minutes }: Props) {
  const { t } = useLingui();
  return (
    <ConfirmedButton
      minutes={minutes}
      kind="quiet"
      label={<Trans>Оприлюднити…</Trans>}
      run={() => unwrap(putMinutesPublication({ path: { minutes_id: minutes.id } }))}
      success={t`Протокол оприлюднено`}
      title={t`Оприлюднити протокол?`}
      text={t`Його прочитають усі на публічній сторінці групи: посади замість імен, без особистих даних.`}
      submit={t`Оприлюднити`}
    />
  );
}

function Hide({ minutes }: Props) {
  const { t } = useLingui();
  return (
    <ConfirmedButton
      minutes={minutes}
      kind="ghost"
      label={<Trans>Сховати від загалу…</Trans>}
      run={() => unwrap(deleteMinutesPublication({ path: { minutes_id: minutes.id } }))}
      success={t`Протокол більше не публічний`}
      title={t`Сховати від загалу?`}
      text={t`Хто вже прочитав, той прочитав. На публічній сторінці групи протоколу більше не буде.`}
      submit={t`Сховати`}
      danger
    />
  );
}
