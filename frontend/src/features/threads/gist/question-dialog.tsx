import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { answered } from "@/api/answered";
import { patchOneQuestion, postThreadQuestions } from "@/api/generated/sdk.gen";
import type { QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { ifMatch, once } from "@/api/headers";
import { concernsIn, type DataKind, refusedAt } from "@/api/problem";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { PersonalDataDialog } from "@/widgets/personal-data-dialog";
import { Unclaimed } from "@/widgets/unclaimed";
import { useGistChange } from "./use-gist-change";

interface QuestionDialogProps {
  thread: ThreadOut;
  /** One that is there already, to be put in other words. */
  question?: QuestionOut;
  onClose: () => void;
}

/** Who leads asks a question at once; anybody else proposes one. */
export function QuestionDialog({ thread, question, onClose }: QuestionDialogProps) {
  const { t } = useLingui();
  const words = useWords(thread, question);
  const [text, setText] = useState(question?.text ?? "");
  const [tried, setTried] = useState(false);
  const body = text.trim();
  const writing = useGistChange(thread.id, {
    ask: (confirmed?: DataKind[]) =>
      answered(
        question
          ? patchOneQuestion({
              path: { question_id: question.id },
              body: { text: body, confirmed },
              headers: { ...ifMatch(question.version), ...once() },
            })
          : postThreadQuestions({
              path: { thread_id: thread.id },
              body: { text: body, confirmed },
              headers: once(),
            }),
      ),
    said: words.said,
    onDone: onClose,
  });
  const concerns = concernsIn(writing.error);
  if (concerns) {
    return (
      <PersonalDataDialog
        concerns={concerns}
        texts={{ "/text": body }}
        anyway={t`Усе одно зберегти`}
        onReword={writing.reset}
        onConfirm={writing.mutate}
        onClose={writing.reset}
      />
    );
  }
  const missing = tried && !body && t`Напишіть питання`;
  return (
    <Dialog
      opened
      title={words.title}
      lead={words.lead}
      submit={words.submit}
      busy={writing.isPending}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (body) writing.mutate(undefined);
      }}
    >
      <Textarea
        label={t`Текст питання`}
        description={t`Одне питання, на яке можна відповісти`}
        rows={2}
        maxLength={300}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fieldError(missing || refusedAt(writing.error, "/text"))}
      />
      <Unclaimed error={writing.error} />
    </Dialog>
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
