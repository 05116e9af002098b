import { useLingui } from "@lingui/react/macro";
import { patchOneQuestion, postThreadQuestions } from "@/api/generated/sdk.gen";
import type { QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useSeenVersion } from "@/kit/use-edit";
import type { Told } from "@/modules/personal-data/public-reason-dialog";
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
  const { send } = useSeenVersion(question?.version ?? 0, true);
  const ask = (body: Told) =>
    question
      ? send((seen) => {
          const headers = { ...seen, ...idempotencyKey() };
          return unwrap(patchOneQuestion({ path: { question_id: question.id }, body, headers }));
        })
      : unwrap(postThreadQuestions({ path: { thread_id: thread.id }, body, headers: idempotencyKey() }));
  return (
    <SentenceDialog
      {...useWords(thread, question)}
      threadId={thread.id}
      ask={ask}
      begun={question?.text}
      label={t`Текст питання`}
      description={t`Одне питання, на яке можна відповісти`}
      missing={t`Напишіть питання`}
      rows={2}
      most={300}
      onClose={onClose}
    />
  );
}

/** What the dialog is called, and what pressing its button means. */
function useWords(thread: ThreadOut, question: QuestionOut | undefined) {
  const { t } = useLingui();
  if (question) return { title: t`Змінити питання`, submit: t`Зберегти`, said: t`Збережено` };
  if (thread.allowed.includes("sum_up"))
    return { title: t`Додати питання`, submit: t`Додати`, said: t`Питання додано` };
  return {
    title: t`Запропонувати питання`,
    lead: t`Ті, хто веде тему, візьмуть його до обговорення або пояснять, чому ні.`,
    submit: t`Запропонувати`,
    said: t`Питання запропоновано`,
  };
}
