import { Trans, useLingui } from "@lingui/react/macro";
import { deleteOneQuestion } from "@/api/generated/sdk.gen";
import type { QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { RemoveDialog } from "./remove-dialog";

interface RemoveQuestionDialogProps {
  thread: ThreadOut;
  question: QuestionOut;
  onClose: () => void;
}

export function RemoveQuestionDialog({ thread, question, onClose }: RemoveQuestionDialogProps) {
  const { t } = useLingui();
  return (
    <RemoveDialog
      threadId={thread.id}
      version={question.version}
      remove={(seen) => {
        const headers = { ...seen, ...idempotencyKey() };
        return unwrap(deleteOneQuestion({ path: { question_id: question.id }, headers }));
      }}
      title={t`Видалити питання`}
      lead={<Trans>Питання зникне для всіх разом із відповіддю чи причиною. Повернути його не можна.</Trans>}
      said={t`Питання видалено`}
      onClose={onClose}
    >
      <p>{question.text || <Trans>Питання видалено</Trans>}</p>
    </RemoveDialog>
  );
}
