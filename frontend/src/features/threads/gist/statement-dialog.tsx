import { useLingui } from "@lingui/react/macro";
import { patchOneStatement, postThreadStatements } from "@/api/generated/sdk.gen";
import type { StatementOut, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useSeenVersion } from "@/kit/use-edit";
import type { Told } from "@/modules/personal-data/public-reason-dialog";
import { SentenceDialog } from "./sentence-dialog";
import { LONGEST_STATEMENT } from "./summary-editing";

interface StatementDialogProps {
  thread: ThreadOut;
  /** One that is there already, to be put in other words. */
  statement?: StatementOut;
  /** The message of which it is the point, and its words to start from. */
  source?: { number: number; words: string };
  onClose: () => void;
}

/** A sentence that stands by itself: of a message, or of the talk. */
export function StatementDialog({ thread, statement, source, onClose }: StatementDialogProps) {
  const { t } = useLingui();
  const { send } = useSeenVersion(statement?.version ?? 0, true);
  const ask = (said: Told) => {
    if (!statement) {
      const body = { ...said, ...(source ? { number: source.number } : {}) };
      return unwrap(
        postThreadStatements({ path: { thread_id: thread.id }, body, headers: idempotencyKey() }),
      );
    }
    const path = { statement_id: statement.id };
    return send((seen) =>
      unwrap(patchOneStatement({ path, body: said, headers: { ...seen, ...idempotencyKey() } })),
    );
  };
  return (
    <SentenceDialog
      threadId={thread.id}
      ask={ask}
      begun={statement?.text ?? source?.words}
      title={statement ? t`Змінити тезу` : source ? t`Додати до тез` : t`Додати тезу`}
      lead={
        source &&
        t`Повідомлення ${source.number} буде позначено, а теза стоятиме в переліку з посиланням на нього.`
      }
      label={t`Теза`}
      description={t`Одна думка, зрозуміла й без розмови. До 280 знаків`}
      missing={t`Напишіть тезу`}
      rows={4}
      most={LONGEST_STATEMENT}
      submit={statement ? t`Зберегти` : t`Додати тезу`}
      said={statement ? t`Збережено` : t`Тезу додано`}
      onClose={onClose}
    />
  );
}
