import { useLingui } from "@lingui/react/macro";
import { patchOneQuestion, postThreadQuestions } from "@/api/generated/sdk.gen";
import type { QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { SentenceDialog } from "./sentence-dialog";

interface QuestionDialogProps {
  thread: ThreadOut;
  /** One that is there already, to be put in other words. */
  question?: QuestionOut;
  onClose: () => void;
}

/** Who leads asks a question at once; anybody else proposes one. */
export function QuestionDialog({ thread, question, onClose }: QuestionDialogProps) {
  const { t } = useLingui();
  return (
    <SentenceDialog
      {...useWords(thread, question)}
      thread={thread}
      edited={question}
      run={({ text }, { ifMatch, idempotencyKey, confirmed }) => {
        const body = { text, confirmed };
        if (!question) {
          const path = { thread_id: thread.id };
          return unwrap(postThreadQuestions({ path, body, headers: idempotencyKey }));
        }
        const headers = { ...ifMatch, ...idempotencyKey };
        return unwrap(patchOneQuestion({ path: { question_id: question.id }, body, headers }));
      }}
      label={t`Текст питання`}
      description={t`Одне питання, на яке можна відповісти`}
      missing={t`Напишіть питання`}
      rows={2}
      max={300}
      onClose={onClose}
    />
  );
}

/** What the dialog is called, and what pressing its button means. */
function useWords(thread: ThreadOut, question: QuestionOut | undefined) {
  const { t } = useLingui();
  if (question) return { title: t`Змінити питання`, submit: t`Зберегти`, success: t`Збережено` };
  if (thread.allowed.includes("sum_up"))
    return { title: t`Додати питання`, submit: t`Додати`, success: t`Питання додано` };
  return {
    title: t`Запропонувати питання`,
    lead: t`Ті, хто веде тему, візьмуть його до обговорення або пояснять, чому ні.`,
    submit: t`Запропонувати`,
    success: t`Питання запропоновано`,
  };
}
