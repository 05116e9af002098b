import { Trans, useLingui } from "@lingui/react/macro";
import type { QueryClient } from "@tanstack/react-query";
import { deleteOneApproval, postConfirmation, postDeclining } from "@/api/generated/sdk.gen";
import type { ApprovalOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useConfirmation } from "@/kit/reauthentication/confirm-dialog";
import { useCommand } from "@/kit/use-change";
import { useLocale } from "@/lib/locale";
import { forgetApprovals } from "@/queries/approvals";
import { Dialog } from "@/ui/dialog";

interface ApprovalDialogProps {
  approval: ApprovalOut;
  onClose: () => void;
}

/** What a confirmed step changed depends on its kind: everything is loaded anew when it is next seen. */
const forgetAll = (client: QueryClient) => client.invalidateQueries();

/** The last word before somebody else's step is done. The server asks for a fresh proof of who confirms. */
export function ConfirmDialog({ approval, onClose }: ApprovalDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { confirmed, dialog } = useConfirmation();
  const confirming = useCommand({
    ask: () => confirmed(() => unwrap(postConfirmation({ path: { approval_id: approval.id } }))),
    said: t`Підтверджено: уже діє`,
    onDone: onClose,
    forget: forgetAll,
  });
  return (
    <>
      <Dialog
        opened
        title={t`Підтвердити?`}
        lead={<b>{say(approval.summary)}</b>}
        submit={t`Підтвердити`}
        busy={confirming.isPending}
        onClose={onClose}
        onSubmit={() => confirming.mutate(undefined)}
      >
        <p className="v-t2">
          <Trans>Це почне діяти тієї ж миті. Ваше ім’я побачать ті, хто просив чи міг підтвердити.</Trans>
        </p>
        <FormErrors error={confirming.error} />
      </Dialog>
      {dialog}
    </>
  );
}

export function DeclineDialog({ approval, onClose }: ApprovalDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const declining = useCommand({
    ask: (note: string) =>
      unwrap(
        postDeclining({ path: { approval_id: approval.id }, body: { note }, headers: idempotencyKey() }),
      ),
    said: t`Відхилено`,
    onDone: onClose,
    forget: forgetApprovals,
  });
  return (
    <ReasonDialog
      title={t`Відхилити?`}
      lead={<b>{say(approval.summary)}</b>}
      label={t`Причина`}
      description={t`Її прочитає той, хто просив`}
      missing={t`Поясніть причину`}
      most={500}
      submit={t`Відхилити`}
      submitKind="danger"
      busy={declining.isPending}
      problem={declining.error}
      pointer="/note"
      onClose={onClose}
      onSubmit={(note) => declining.mutate(note)}
    />
  );
}

export function WithdrawDialog({ approval, onClose }: ApprovalDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const withdrawing = useCommand({
    ask: () => unwrap(deleteOneApproval({ path: { approval_id: approval.id } })),
    said: t`Запит відкликано`,
    onDone: onClose,
    forget: forgetApprovals,
  });
  return (
    <Dialog
      opened
      title={t`Відкликати запит?`}
      lead={<b>{say(approval.summary)}</b>}
      submit={t`Відкликати запит`}
      submitKind="danger"
      busy={withdrawing.isPending}
      onClose={onClose}
      onSubmit={() => withdrawing.mutate(undefined)}
    >
      <FormErrors error={withdrawing.error} />
    </Dialog>
  );
}
