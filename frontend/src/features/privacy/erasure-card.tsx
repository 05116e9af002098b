import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteMyErasure, postMyErasure } from "@/api/generated/sdk.gen";
import type { HindranceOut, MyDataOut, RequestOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { NotConfirmed, useConfirmation } from "@/kit/reauthentication/confirm-dialog";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import classes from "./privacy.module.css";

/** To be erased: what goes, what stays, what stands against it, and the way back. */
export function ErasureCard({ data }: { data: MyDataOut }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const days = data.cool_off_days;
  const wait = t`${plural(days, { one: "# день", few: "# дні", many: "# днів", other: "# дня" })}`;
  return (
    <Card title={<Trans>Стерти мене</Trans>}>
      <div className={classes.body}>
        {data.erasure ? (
          <Waiting request={data.erasure} />
        ) : (
          <>
            <p className="v-t2">
              <Trans>
                Ваше ім’я замінить псевдонім, обліковий запис закриється назавжди. Спершу мине {wait}: доти
                можна передумати.
              </Trans>
            </p>
            {data.hindrances.length > 0 ? (
              <Hindrances list={data.hindrances} />
            ) : (
              <Button kind="danger" onClick={() => setAsking(true)}>
                <Trans>Стерти мене…</Trans>
              </Button>
            )}
          </>
        )}
      </div>
      {asking && <AskDialog wait={wait} onClose={() => setAsking(false)} />}
    </Card>
  );
}

function Hindrances({ list }: { list: HindranceOut[] }) {
  const { localize: say } = useLocale();
  return (
    <>
      <p>
        <Trans>Спершу треба завершити:</Trans>
      </p>
      <ul className={classes.points}>
        {list.map((one) => (
          <li key={one.code}>
            {one.url ? <AppLink href={one.url}>{say(one.text)}</AppLink> : say(one.text)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Waiting({ request }: { request: RequestOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const client = useQueryClient();
  const failed = useFailureToast();
  const undoing = useMutation({
    mutationFn: () => unwrap(deleteMyErasure()),
    onSuccess: () => toast(t`Ви лишаєтеся: стирання скасовано`),
    onError: failed,
    onSettled: () => void client.invalidateQueries({ queryKey: keys.myData }),
  });
  const moment = request.erase_at ? dates.full(request.erase_at) : "";
  return (
    <>
      <p role="status">
        {request.erase_at ? (
          <b>
            <Trans>Вас буде стерто {moment}.</Trans>
          </b>
        ) : (
          <b>
            <Trans>Письмовий запит про стирання розглядає відповідальна особа.</Trans>
          </b>
        )}{" "}
        {request.removes_messages ? (
          <Trans>Тексти ваших повідомлень зникнуть разом з ім’ям.</Trans>
        ) : (
          <Trans>Тексти ваших повідомлень лишаться під псевдонімом.</Trans>
        )}
      </p>
      <Button busy={undoing.isPending} onClick={() => undoing.mutate()}>
        <Trans>Скасувати стирання</Trans>
      </Button>
    </>
  );
}

function AskDialog({ wait, onClose }: { wait: string; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const { confirmed, dialog } = useConfirmation();
  const [removes, setRemoves] = useState(false);
  const asking = useMutation({
    mutationFn: () =>
      confirmed(() =>
        unwrap(postMyErasure({ body: { removes_messages: removes }, headers: idempotencyKey() })),
      ),
    onSuccess: onClose,
    onError: (error) => {
      if (!(error instanceof NotConfirmed)) failed(error);
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.myData }),
  });
  return (
    <>
      <Dialog
        opened={dialog === null}
        title={t`Стерти мене?`}
        submit={t`Стерти через ${wait}`}
        submitKind="danger"
        cancel={t`Лишитися`}
        busy={asking.isPending}
        onClose={onClose}
        onSubmit={() => asking.mutate()}
      >
        <Consequences />
        <Checkbox
          label={t`Прибрати й тексти моїх повідомлень`}
          description={t`На їхньому місці лишиться слід: номер і час, без слів`}
          checked={removes}
          onChange={(event) => setRemoves(event.currentTarget.checked)}
        />
      </Dialog>
      {dialog}
    </>
  );
}

function Consequences() {
  return (
    <>
      <p>
        <b>
          <Trans>Зникне</Trans>
        </b>
      </p>
      <ul className={classes.points}>
        <li>
          <Trans>ім’я, пошта, пароль, другий крок входу, токени, сповіщення, налаштування;</Trans>
        </li>
        <li>
          <Trans>доступ: повноваження, участь у групах і гостьові доступи завершаться;</Trans>
        </li>
        <li>
          <Trans>файли, які ні до чого не додано.</Trans>
        </li>
      </ul>
      <p>
        <b>
          <Trans>Лишиться під псевдонімом</Trans>
        </b>
      </p>
      <ul className={classes.points}>
        <li>
          <Trans>хто й від якої організації сидів за столом, рішення, доручення й докази;</Trans>
        </li>
        <li>
          <Trans>те, що писали про вас інші.</Trans>
        </li>
      </ul>
      <p>
        <Trans>Після стирання повернути нічого не можна.</Trans>
      </p>
    </>
  );
}
