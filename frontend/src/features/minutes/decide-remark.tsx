import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { putRemarkDecision } from "@/api/generated/sdk.gen";
import type { MinutesOut, RemarkOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import type { VersionedAttempt } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { type MinutesDialogProps, useMinutesCommand } from "@/modules/minutes/use-minutes-command";

const MAX_LENGTH = 2000;

interface Decision {
  accept: boolean;
  answer?: string;
}

function decide(
  { id }: MinutesOut,
  remark: RemarkOut,
  body: Decision,
  { ifMatch, confirmed }: VersionedAttempt,
) {
  return unwrap(
    putRemarkDecision({
      path: { minutes_id: id, remark_id: remark.id },
      body: { ...body, ...(confirmed ? { confirmed } : {}) },
      headers: ifMatch,
    }),
  );
}

/** Accept the words that the remark proposes: the line gets them. */
export function useAccept(minutes: MinutesOut, remark: RemarkOut) {
  const { t } = useLingui();
  return useMinutesCommand(minutes, {
    run: (_, attempt) => decide(minutes, remark, { accept: true }, attempt),
    success: t`Прийнято, рядок виправлено`,
  });
}

type AnswerProps = MinutesDialogProps & { remark: RemarkOut; accept: boolean };

/** Decline a remark, or accept one that proposes no words, with an answer. */
export function AnswerDialog({ minutes, remark, accept, onClose }: AnswerProps) {
  const { t } = useLingui();
  const { number } = remark;
  const command = useMinutesCommand<{ answer: string }>(minutes, {
    run: ({ answer }, attempt) => decide(minutes, remark, { accept, answer }, attempt),
    success: accept ? t`Прийнято` : t`Відхилено`,
    anyway: t`Усе одно відповісти`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { answer: "" },
    command,
    required: { answer: accept ? t`Напишіть, що зробите` : t`Напишіть, чому ні` },
  });
  return (
    <FormDialog
      form={form}
      title={accept ? t`Прийняти зауваження ${number}` : t`Відхилити зауваження ${number}`}
      lead={remark.text}
      submit={accept ? t`Прийняти` : t`Відхилити`}
      onClose={onClose}
    >
      <Textarea
        label={accept ? t`Що зробите` : t`Чому ні`}
        description={t`Відповідь прочитають усі, хто бачить протокол`}
        rows={3}
        maxLength={MAX_LENGTH}
        data-autofocus
        {...form.text("answer")}
      />
    </FormDialog>
  );
}
