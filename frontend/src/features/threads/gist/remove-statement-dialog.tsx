import { Trans, useLingui } from "@lingui/react/macro";
import { deleteOneStatement } from "@/api/generated/sdk.gen";
import type { StatementOut, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { RemoveDialog } from "./remove-dialog";

interface RemoveStatementDialogProps {
  thread: ThreadOut;
  statement: StatementOut;
  onClose: () => void;
}

export function RemoveStatementDialog({ thread, statement, onClose }: RemoveStatementDialogProps) {
  const { t } = useLingui();
  return (
    <RemoveDialog
      threadId={thread.id}
      version={statement.version}
      remove={(seen) => {
        const headers = { ...seen, ...idempotencyKey() };
        return unwrap(deleteOneStatement({ path: { statement_id: statement.id }, headers }));
      }}
      title={t`Видалити тезу`}
      lead={<Trans>Теза зникне з переліку для всіх. Повідомлення, з якого її взято, лишиться.</Trans>}
      said={t`Тезу видалено`}
      onClose={onClose}
    >
      <p>{statement.text || `#${statement.source?.number}`}</p>
    </RemoveDialog>
  );
}
