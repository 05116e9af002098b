import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { postObjectionReplies } from "@/api/generated/sdk.gen";
import type { VoterOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { type DecisionDialogProps, useDecisionCommand } from "./use-decision-command";

/** Reply to an objection; only its author lifts it, by another answer. */
export function ReplyDialog({ decision, voter, onClose }: DecisionDialogProps & { voter: VoterOut }) {
  const { t } = useLingui();
  const command = useDecisionCommand<{ text: string }>(decision, {
    run: ({ text }, { confirmed, idempotencyKey: headers }) =>
      unwrap(
        postObjectionReplies({
          path: { decision_id: decision.id, voter_id: voter.id },
          body: { text, ...(confirmed ? { confirmed } : {}) },
          headers,
        }),
      ),
    success: t`Відповідь додано`,
    anyway: t`Усе одно надіслати`,
    onSuccess: onClose,
  });
  const form = useForm({ initial: { text: "" }, command, required: { text: t`Напишіть відповідь` } });
  return (
    <FormDialog
      form={form}
      title={t`Відповідь на заперечення`}
      lead={voter.vote && `${t`Зніму, якщо`} ${voter.vote.condition}`}
      submit={t`Відповісти`}
      onClose={onClose}
    >
      <Textarea
        label={t`Ваша відповідь`}
        description={t`Зняти заперечення може лише той, хто його подав: іншою відповіддю`}
        rows={3}
        maxLength={2000}
        data-autofocus
        {...form.text("text")}
      />
    </FormDialog>
  );
}
