import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { postMyExportLink, postMyExports } from "@/api/generated/sdk.gen";
import type { ExportOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { fileSize } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card, CardBody } from "@/ui/card";
import classes from "./privacy.module.css";

/** A copy of everything that is held about the reader. */
export function ExportCard({ last }: { last: ExportOut | null }) {
  const asking = useCommand({
    run: (_, { idempotencyKey }) => unwrap(postMyExports({ headers: idempotencyKey })),
    invalidates: [keys.myData],
    tellsErrors: true,
  });
  const gathering = last?.state === "waiting" || last?.state === "working";
  const ask = (
    <Button
      kind={last?.state === "ready" ? "quiet" : "primary"}
      busy={asking.isPending}
      onClick={() => asking.mutate()}
    >
      {last?.state === "ready" ? <Trans>Зібрати нову</Trans> : <Trans>Замовити копію</Trans>}
    </Button>
  );
  return (
    <Card title={<Trans>Копія моїх даних</Trans>}>
      <CardBody>
        <p className="v-t2">
          <Trans>
            Архів з усім, що система зберігає про вас: сторінка, яку можна прочитати й надрукувати, дані для
            програм, ваші файли та перелік із контрольними сумами. Безоплатно. Чужих повідомлень і чужих даних
            у ньому немає.
          </Trans>
        </p>
        {gathering && <Progress export={last} />}
        {last?.state === "ready" && <Ready export={last} another={ask} />}
        {last?.state === "failed" && (
          <p role="alert">
            <Trans>Не вдалося зібрати копію. Замовте її ще раз.</Trans>
          </p>
        )}
        {last?.state === "deleted" && (
          <p className="v-small v-t2">
            <Trans>Попередню копію видалено: минуло сім днів.</Trans>
          </p>
        )}
        {!gathering && last?.state !== "ready" && ask}
      </CardBody>
    </Card>
  );
}

function Progress({ export: { parts, parts_done: done } }: { export: ExportOut }) {
  const { t } = useLingui();
  return (
    <div role="status">
      <p className="v-small">
        {done > 0 ? (
          <Trans>
            Збираємо: {done} із {parts} розділів
          </Trans>
        ) : (
          <Trans>Чекає на початок…</Trans>
        )}
      </p>
      <progress className={classes.progress} aria-label={t`Копію зібрано`} max={parts} value={done} />
      <p className="v-tiny v-t2">
        <Trans>Можна йти зі сторінки: повідомимо, коли буде готово.</Trans>
      </p>
    </div>
  );
}

function Ready({ export: copy, another }: { export: ExportOut; another: ReactNode }) {
  const { dates, language } = useLocale();
  const downloading = useCommand({
    run: () => unwrap(postMyExportLink({ path: { export_id: copy.id } })),
    onSuccess: ({ url }) => window.location.assign(url),
    tellsErrors: true,
  });
  const size = fileSize(copy.size, language);
  const asked = dates.full(copy.asked_at);
  const until = copy.expires_at ? dates.long(dates.day(copy.expires_at)) : "";
  return (
    <>
      <p>
        <Trans>
          Готова копія від {asked}, {size}. Її буде видалено {until}.
        </Trans>
      </p>
      <p className={classes.digest}>SHA-256: {copy.sha256}</p>
      <div className="v-row v-wrap">
        <Button busy={downloading.isPending} onClick={() => downloading.mutate()}>
          <Trans>Завантажити</Trans>
        </Button>
        {another}
      </div>
    </>
  );
}
