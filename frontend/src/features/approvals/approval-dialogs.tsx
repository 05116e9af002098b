import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { deleteOneApproval, postConfirmation, postDeclining } from "@/api/generated/sdk.gen";
import type { ApprovalOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { invalidateApprovals } from "@/queries/approvals";

interface ApprovalDialogProps {
  approval: ApprovalOut;
  onClose: () => void;
}

/** The last word before somebody else's step is done. The server asks for a fresh proof of who confirms. */
export function ConfirmApprovalDialog({ approval, onClose }: ApprovalDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const command = useCommand({
    run: () => unwrap(postConfirmation({ path: { approval_id: approval.id } })),
    success: t`Підтверджено: уже діє`,
    // What a confirmed step changed depends on its kind.
    invalidates: (client) => client.invalidateQueries(),
  });
  return (
    <ConfirmDialog
      title={t`Підтвердити?`}
      text={<b>{say(approval.summary)}</b>}
      submit={t`Підтвердити`}
      command={command}
      onClose={onClose}
    >
      <p className="v-t2">
        <Trans>Це почне діяти тієї ж миті. Ваше ім’я побачать ті, хто просив чи міг підтвердити.</Trans>
      </p>
    </ConfirmDialog>
  );
}

export function DeclineDialog({ approval, onClose }: ApprovalDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const command = useCommand({
    run: (body: { note: string }, { idempotencyKey }) =>
      unwrap(postDeclining({ path: { approval_id: approval.id }, body, headers: idempotencyKey })),
    success: t`Відхилено`,
    invalidates: invalidateApprovals,
    onSuccess: onClose,
  });
  const form = useForm({ initial: { note: "" }, command, required: { note: t`Поясніть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Відхилити?`}
      lead={<b>{say(approval.summary)}</b>}
      submit={t`Відхилити`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea
        label={t`Причина`}
        description={t`Її прочитає той, хто просив`}
        rows={3}
        maxLength={500}
        data-autofocus
        {...form.text("note")}
      />
    </FormDialog>
  );
}

export function WithdrawDialog({ approval, onClose }: ApprovalDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const command = useCommand({
    run: () => unwrap(deleteOneApproval({ path: { approval_id: approval.id } })),
    success: t`Запит відкликано`,
    invalidates: invalidateApprovals,
  });
  return (
    <ConfirmDialog
      title={t`Відкликати запит?`}
      text={<b>{say(approval.summary)}</b>}
      submit={t`Відкликати запит`}
      danger
      command={command}
      onClose={onClose}
    />
  );
}
