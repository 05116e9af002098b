import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { putDecisionOutcome } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import { type DecisionDialogProps, useDecisionCommand } from "@/modules/decisions/use-decision-command";
import { DateField } from "@/ui/date-field";
import { EnglishFields } from "@/ui/english-fields";
import { ChangedWords } from "./changed-words";

interface OutcomeForm {
  text: string;
  english: string;
  review: string;
}

function useOutcomeForm({ decision, onClose }: DecisionDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { outcome, review_on } = decision;
  const command = useDecisionCommand<OutcomeForm>(decision, {
    run: ({ text, english, review }, { ifMatch, confirmed }) =>
      unwrap(
        putDecisionOutcome({
          path: { decision_id: decision.id },
          body: { text, text_en: english, review_on: review || null, ...(confirmed ? { confirmed } : {}) },
          headers: ifMatch,
        }),
      ),
    // People who answered on paper have no account that could be told.
    success: decision.rule.on_paper ? t`Записано` : t`Записано, усі вже знають`,
    anyway: t`Усе одно записати`,
    onSuccess: onClose,
  });
  return useForm<OutcomeForm>({
    initial: {
      text: outcome?.text.uk ?? "",
      english: outcome ? englishOf(outcome.text) : "",
      review: review_on ?? "",
    },
    command,
    required: { text: t`Напишіть, що ухвалили` },
    validate: ({ review }) => ({
      review:
        ![review_on ?? "", ""].includes(review) && review <= dates.today() && t`Виберіть день, що ще настане`,
    }),
    pointers: { english: ["/text_en"], review: ["/review_on"] },
  });
}

/** What was decided, in words, and the day on which it is looked at again. */
export function OutcomeDialog({ decision, onClose }: DecisionDialogProps) {
  const { t } = useLingui();
  const form = useOutcomeForm({ decision, onClose });
  return (
    <FormDialog
      form={form}
      title={t`Що ухвалили`}
      lead={
        decision.outcome ? (
          <Trans>
            Якщо змінити слова, попередні залишаться на сторінці, а всі, кого питали, про це дізнаються.
          </Trans>
        ) : (
          <Trans>Одне-два речення, зрозумілі тому, хто не читав обговорення.</Trans>
        )
      }
      submit={t`Записати`}
      onClose={onClose}
    >
      <Textarea
        label={t`Результат словами`}
        rows={3}
        maxLength={20000}
        data-autofocus
        {...form.text("text")}
      />
      <ChangedWords stored={decision.outcome?.text} own={form.values.text} />
      {decision.state === "adopted" && (
        <DateField
          label={t`Переглянути (необов’язково)`}
          description={t`Цього дня спитаємо, чи рішення ще чинне`}
          {...form.value("review")}
        />
      )}
      <EnglishFields opened={form.values.english !== ""}>
        <Textarea label={t`Те саме англійською`} rows={3} maxLength={20000} {...form.text("english")} />
      </EnglishFields>
    </FormDialog>
  );
}
