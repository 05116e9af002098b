import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { postDecisionTransitions } from "@/api/generated/sdk.gen";
import type { MoveDecisionInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { CloseFields } from "@/modules/decisions/proposal-fields";
import { type DecisionDialogProps, useDecisionCommand } from "@/modules/decisions/use-decision-command";

/** Move a decision to another state, with what the form adds to that. */
function useStep<In>(
  { decision, onClose }: DecisionDialogProps,
  bodyOf: (input: In) => MoveDecisionInRequest,
  words: { success: string; anyway?: string },
) {
  return useDecisionCommand<In>(decision, {
    ...words,
    run: (input, { ifMatch, idempotencyKey, confirmed }) =>
      unwrap(
        postDecisionTransitions({
          path: { decision_id: decision.id },
          body: { ...bodyOf(input), ...(confirmed ? { confirmed } : {}) },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    onSuccess: onClose,
  });
}

const WEEK = 7;

/** From here on answers are taken, and the rule stays as it is. */
export function OpenDialog(props: DecisionDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { closes_at } = props.decision;
  const command = useStep<{ day: string; time: string }>(
    props,
    ({ day, time }) => ({ to: "open", closes_at: zonedMoment(day, time, dates.timeZone) }),
    { success: t`Рішення відкрито, усі вже знають` },
  );
  const form = useForm({
    initial: {
      day: closes_at ? dates.day(closes_at) : dayAfter(dates.today(), WEEK),
      time: closes_at ? dates.time(closes_at) : "18:00",
    },
    command,
    required: { day: t`Впишіть дату: день, місяць і рік`, time: t`Впишіть час` },
    validate: ({ day }) => ({ day: day < dates.today() && t`Ця дата вже минула. Виберіть пізнішу` }),
    pointers: { day: ["/closes_at"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Почати збирати відповіді?`}
      lead={
        <Trans>
          Відповідатимуть ті, хто має місце в групі зараз. Текст, правило й варіанти вже не змінити.
        </Trans>
      }
      submit={t`Почати`}
      onClose={props.onClose}
    >
      <CloseFields form={form} />
    </FormDialog>
  );
}

/** Count now, before the time. */
export function CloseDialog(props: DecisionDialogProps) {
  const { t } = useLingui();
  const { answered, seated } = props.decision.turnout;
  const command = useStep<void>(props, () => ({ to: "closed" }), {
    success: t`Рішення закрито й пораховано`,
  });
  return (
    <ConfirmDialog
      title={t`Закрити рішення зараз?`}
      text={
        props.decision.rule.on_paper ? (
          <Trans>Порахуємо вписані бюлетені. Потім їх не змінити.</Trans>
        ) : (
          <Trans>
            Відповіли {answered} із {seated}. Більше відповідей не приймемо, результат побачать усі.
          </Trans>
        )
      }
      submit={t`Закрити й порахувати`}
      command={command}
      onClose={props.onClose}
    />
  );
}

/** Take it back before it was counted. */
export function WithdrawDialog(props: DecisionDialogProps) {
  const { t } = useLingui();
  const command = useStep<{ reason: string }>(props, ({ reason }) => ({ to: "withdrawn", reason }), {
    success: t`Рішення відкликано`,
    anyway: t`Усе одно відкликати`,
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Напишіть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Відкликати рішення?`}
      lead={<Trans>Відповіді не рахуватимемо. Причину побачать усі.</Trans>}
      submit={t`Відкликати`}
      submitKind="danger"
      onClose={props.onClose}
    >
      <Textarea label={t`Чому`} rows={3} maxLength={2000} {...form.text("reason")} />
    </FormDialog>
  );
}
