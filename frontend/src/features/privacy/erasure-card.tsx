import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { deleteMyErasure, postMyErasure } from "@/api/generated/sdk.gen";
import type { HindranceOut, MyDataOut, RequestOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { keys } from "@/queries/keys";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card, CardBody } from "@/ui/card";
import classes from "./privacy.module.css";

/** To be erased: what goes, what stays, what stands against it, and the way back. */
export function ErasureCard({ data }: { data: MyDataOut }) {
  const { t } = useLingui();
  const ask = useDialog();
  const days = data.cool_off_days;
  const wait = t`${plural(days, { one: "# день", few: "# дні", many: "# днів", other: "# дня" })}`;
  return (
    <Card title={<Trans>Стерти мене</Trans>}>
      <CardBody>
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
              <Button kind="danger" onClick={() => ask.open()}>
                <Trans>Стерти мене…</Trans>
              </Button>
            )}
          </>
        )}
      </CardBody>
      {ask.render((_, close) => (
        <AskDialog wait={wait} onClose={close} />
      ))}
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
            {one.url ? <AppLink href={givenPath(one.url)}>{say(one.text)}</AppLink> : say(one.text)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Waiting({ request }: { request: RequestOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const undoing = useCommand({
    run: () => unwrap(deleteMyErasure()),
    success: t`Ви лишаєтеся: стирання скасовано`,
    invalidates: [keys.myData],
    tellsErrors: true,
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
  const command = useCommand({
    run: (body: { removes_messages: boolean }, { idempotencyKey }) =>
      unwrap(postMyErasure({ body, headers: idempotencyKey })),
    invalidates: [keys.myData],
    onSuccess: onClose,
  });
  const form = useForm({ initial: { removes_messages: false }, command });
  return (
    <FormDialog
      form={form}
      title={t`Стерти мене?`}
      submit={t`Стерти через ${wait}`}
      submitKind="danger"
      cancel={t`Лишитися`}
      onClose={onClose}
    >
      <Consequences />
      <Checkbox
        label={t`Прибрати й тексти моїх повідомлень`}
        description={t`На їхньому місці лишиться слід: номер і час, без слів`}
        {...form.check("removes_messages")}
      />
    </FormDialog>
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
