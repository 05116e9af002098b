import { Trans, useLingui } from "@lingui/react/macro";
import { postMinutesCorrections } from "@/api/generated/sdk.gen";
import type { MinutesOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { type MinutesDialogProps, useMinutesCommand } from "@/modules/minutes/use-minutes-command";
import { Button } from "@/ui/button";
import { ByLine } from "@/ui/by-line";
import { Card, CardBody } from "@/ui/card";
import classes from "./minutes.module.css";
import { TextFields, type Texts } from "./text-fields";

/** What was corrected after the signatures: annexes, the minutes stay as they are. */
export function CorrectionsCard({ minutes }: { minutes: MinutesOut }) {
  const { localize } = useLocale();
  const writing = useDialog();
  const { corrections, allowed } = minutes;
  const mayCorrect = allowed.includes("correct");
  if (corrections.length === 0 && !mayCorrect) return null;
  return (
    <Card title={<Trans>Виправлення</Trans>}>
      <CardBody>
        {corrections.map(({ id, number, text, author, at }) => (
          <div key={id} className={classes.correction}>
            <p className={classes.said}>
              <b>
                <Trans>Виправлення {number}.</Trans>
              </b>{" "}
              {localize(text)}
            </p>
            <ByLine actor={localize(author.person.name)} at={at} />
          </div>
        ))}
        {mayCorrect && (
          <Button kind="quiet" onClick={() => writing.open()}>
            <Trans>Додати виправлення</Trans>
          </Button>
        )}
      </CardBody>
      {writing.render((_, close) => (
        <CorrectionDialog minutes={minutes} onClose={close} />
      ))}
    </Card>
  );
}

function CorrectionDialog({ minutes, onClose }: MinutesDialogProps) {
  const { t } = useLingui();
  const command = useMinutesCommand<Texts>(minutes, {
    run: ({ text, english }, { idempotencyKey, confirmed }) =>
      unwrap(
        postMinutesCorrections({
          path: { minutes_id: minutes.id },
          body: { text, text_en: english, ...(confirmed ? { confirmed } : {}) },
          headers: idempotencyKey,
        }),
      ),
    success: t`Виправлення додано`,
    anyway: t`Усе одно додати`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { text: "", english: "" },
    command,
    required: { text: t`Напишіть, що виправити` },
    pointers: { english: ["/text_en"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Додати виправлення`}
      lead={<Trans>Підписаний протокол не змінюється: виправлення стане додатком до нього. Назавжди.</Trans>}
      submit={t`Додати`}
      onClose={onClose}
    >
      <TextFields form={form} label={t`Що виправити`} />
    </FormDialog>
  );
}
