import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { deleteDecisionPublication, putDecisionPublication } from "@/api/generated/sdk.gen";
import type { DecisionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useConfirm } from "@/kit/use-confirm";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import classes from "@/modules/decisions/decision.module.css";
import { type DecisionDialogProps, useDecisionCommand } from "@/modules/decisions/use-decision-command";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { EnglishFields } from "@/ui/english-fields";
import { ChangedWords } from "./changed-words";

/** What everybody reads of the decision, where it is published. */
export function PublicationNote({ decision }: { decision: DecisionOut }) {
  const { t } = useLingui();
  const { localize, dates } = useLocale();
  const { publication, allowed } = decision;
  const command = useDecisionCommand(decision, {
    run: () => unwrap(deleteDecisionPublication({ path: { decision_id: decision.id } })),
    success: t`Рішення більше не публічне`,
  });
  const taking = useConfirm({
    command,
    title: t`Сховати від загалу?`,
    text: <Trans>Хто вже прочитав, той прочитав. На публічній сторінці групи рішення більше не буде.</Trans>,
    submit: t`Сховати`,
    danger: true,
  });
  if (!publication) return null;
  const day = dates.long(dates.day(publication.at));
  return (
    <Card padded title={<Trans>Для всіх</Trans>}>
      <p className={classes.said}>{localize(publication.text)}</p>
      <p className="v-tiny v-t2">
        <Trans>Оприлюднено {day}</Trans>
      </p>
      {allowed.includes("publish") && (
        <Button kind="ghost" onClick={taking.open}>
          <Trans>Сховати від загалу…</Trans>
        </Button>
      )}
      {taking.dialog}
    </Card>
  );
}

/** Words for the public: nothing else of the decision is published but its question and its result. */
export function PublishDialog({ decision, onClose }: DecisionDialogProps) {
  const { t } = useLingui();
  const known = decision.publication?.text ?? decision.outcome?.text;
  const command = useDecisionCommand<{ text: string; english: string }>(decision, {
    run: ({ text, english }, { ifMatch, confirmed }) =>
      unwrap(
        putDecisionPublication({
          path: { decision_id: decision.id },
          body: { text, text_en: english, ...(confirmed ? { confirmed } : {}) },
          headers: ifMatch,
        }),
      ),
    success: t`Рішення оприлюднено`,
    anyway: t`Усе одно оприлюднити`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { text: known?.uk ?? "", english: known ? englishOf(known) : "" },
    command,
    required: { text: t`Напишіть, що прочитають усі` },
    pointers: { english: ["/text_en"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Оприлюднити рішення`}
      lead={<Trans>Усі побачать питання, результат і ці слова. Хто як відповідав, не побачить ніхто.</Trans>}
      submit={t`Оприлюднити`}
      onClose={onClose}
    >
      <Textarea label={t`Слова для всіх`} rows={4} maxLength={20000} {...form.text("text")} />
      <ChangedWords stored={decision.publication?.text} own={form.values.text} />
      <EnglishFields opened={form.values.english !== ""}>
        <Textarea label={t`Те саме англійською`} rows={4} maxLength={20000} {...form.text("english")} />
      </EnglishFields>
    </FormDialog>
  );
}
