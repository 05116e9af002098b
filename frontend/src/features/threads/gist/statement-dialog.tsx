import { useLingui } from "@lingui/react/macro";
import { patchOneStatement, postThreadStatements } from "@/api/generated/sdk.gen";
import type { MessageOut, StatementOut, ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { htmlToText } from "@/lib/html-to-text";
import { SentenceDialog } from "./sentence-dialog";

const LONGEST_STATEMENT = 280;

interface StatementDialogProps {
  thread: ThreadOut;
  /** One that is there already, to be put in other words. */
  statement?: StatementOut;
  /** The message that the statement sums up: its text is the initial one. */
  source?: MessageOut;
  onClose: () => void;
}

/** A sentence that stands by itself: of a message, or of the talk. */
export function StatementDialog({ thread, statement, source, onClose }: StatementDialogProps) {
  const { t } = useLingui();
  return (
    <SentenceDialog
      thread={thread}
      edited={statement}
      run={({ text }, { ifMatch, idempotencyKey, confirmed }) => {
        if (!statement) {
          const path = { thread_id: thread.id };
          const body = { text, confirmed, number: source?.number };
          return unwrap(postThreadStatements({ path, body, headers: idempotencyKey }));
        }
        const path = { statement_id: statement.id };
        const headers = { ...ifMatch, ...idempotencyKey };
        return unwrap(patchOneStatement({ path, body: { text, confirmed }, headers }));
      }}
      begun={source && htmlToText(source.html, LONGEST_STATEMENT)}
      title={statement ? t`Змінити тезу` : source ? t`Додати до тез` : t`Додати тезу`}
      lead={
        source &&
        t`Повідомлення ${source.number} буде позначено, а теза стоятиме в переліку з посиланням на нього.`
      }
      label={t`Теза`}
      description={t`Одна думка, зрозуміла й без розмови. До 280 знаків`}
      missing={t`Напишіть тезу`}
      rows={4}
      max={LONGEST_STATEMENT}
      submit={statement ? t`Зберегти` : t`Додати тезу`}
      success={statement ? t`Збережено` : t`Тезу додано`}
      onClose={onClose}
    />
  );
}
