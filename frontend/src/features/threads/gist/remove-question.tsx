import { Trans, useLingui } from "@lingui/react/macro";
import { answered } from "@/api/answered";
import { deleteOneQuestion, getThreadGist } from "@/api/generated/sdk.gen";
import type { QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { ifMatch, once } from "@/api/headers";
import { isNotFound } from "@/api/problem";
import { Dialog } from "@/design/dialog";
import { useGistChange } from "./use-gist-change";

interface RemoveQuestionProps {
  thread: ThreadOut;
  question: QuestionOut;
  onClose: () => void;
}

/** What is removed goes with its answer, for everybody. */
export function RemoveQuestion({ thread, question, onClose }: RemoveQuestionProps) {
  const { t } = useLingui();
  const removing = useGistChange(thread.id, {
    ask: async (_nothing: undefined) => {
      const headers = { ...ifMatch(question.version), ...once() };
      try {
        return await answered(deleteOneQuestion({ path: { question_id: question.id }, headers }));
      } catch (error) {
        if (!isNotFound(error)) throw error;
        // It is gone already: the answer to an earlier press was lost on the line.
        return await answered(getThreadGist({ path: { thread_id: thread.id } }));
      }
    },
    said: t`Питання вилучено`,
    onDone: onClose,
  });
  return (
    <Dialog
      opened
      title={t`Вилучити питання`}
      lead={<Trans>Питання зникне для всіх разом із відповіддю чи причиною. Повернути його не можна.</Trans>}
      submit={t`Вилучити`}
      submitKind="danger"
      cancel={t`Залишити`}
      busy={removing.isPending}
      onClose={onClose}
      onSubmit={() => removing.mutate(undefined)}
    >
      <p>{question.text || <Trans>Питання вилучено</Trans>}</p>
    </Dialog>
  );
}
