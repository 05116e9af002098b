import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postQuestionTransitions } from "@/api/generated/sdk.gen";
import type { QuestionOut, SettleQuestionInRequest, ThreadOut } from "@/api/generated/types.gen";
import { ifMatch, once } from "@/api/headers";
import { concernsIn, type DataKind, refusedAt } from "@/api/problem";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { PersonalDataDialog } from "@/widgets/personal-data-dialog";
import { Unclaimed } from "@/widgets/unclaimed";
import { useGistChange } from "./use-gist-change";

export type Settled = Exclude<SettleQuestionInRequest["to"], "open">;

const SAYS: Record<
  Settled,
  { title: MessageDescriptor; submit: MessageDescriptor; words: MessageDescriptor }
> = {
  answered: {
    title: msg`Відповідь на питання`,
    submit: msg`Зберегти відповідь`,
    words: msg`Коротка відповідь`,
  },
  aside: { title: msg`Відкласти питання`, submit: msg`Відкласти`, words: msg`Чому відкладаєте` },
  declined: {
    title: msg`Не брати питання до обговорення`,
    submit: msg`Не брати`,
    words: msg`Чому не берете`,
  },
};

interface SettleDialogProps {
  thread: ThreadOut;
  /** Among which the answered one is chosen; of one there is nothing to choose. */
  questions: QuestionOut[];
  to: Settled;
  /** The message that answers, where it is known. */
  number?: number;
  onClose: () => void;
}

/** What becomes of a question, for everybody who reads the thread: who answered it, or why it waits. */
export function SettleDialog({ thread, questions, to, number, onClose }: SettleDialogProps) {
  const { t, i18n } = useLingui();
  const [chosen, setChosen] = useState(questions[0]?.id ?? "");
  const [words, setWords] = useState("");
  const answer = useAnswer(number);
  const [tried, setTried] = useState(false);
  const question = questions.find((one) => one.id === chosen);
  const body = words.trim();
  const settling = useGistChange(thread.id, {
    ask: ({ id, version, confirmed }: { id: string; version: number; confirmed?: DataKind[] }) =>
      answered(
        postQuestionTransitions({
          path: { question_id: id },
          body: {
            to,
            ...(answer.number ? { answered_by: answer.number } : {}),
            ...(body ? { words: body } : {}),
            confirmed,
          },
          headers: { ...ifMatch(version), ...once() },
        }),
      ),
    said: t`Збережено`,
    onDone: onClose,
  });
  const save = (confirmed?: DataKind[]) => {
    if (question) settling.mutate({ id: question.id, version: question.version, confirmed });
  };
  const concerns = concernsIn(settling.error);
  if (concerns) {
    return (
      <PersonalDataDialog
        concerns={concerns}
        texts={{ "/words": body }}
        anyway={t`Усе одно зберегти`}
        onReword={settling.reset}
        onConfirm={save}
        onClose={settling.reset}
      />
    );
  }
  const enough = body !== "" || answer.number !== null;
  const nothing = to === "answered" ? t`Напишіть відповідь або вкажіть повідомлення` : t`Напишіть причину`;
  return (
    <Dialog
      opened
      title={i18n._(SAYS[to].title)}
      lead={questions.length === 1 ? question?.text : undefined}
      submit={i18n._(SAYS[to].submit)}
      busy={settling.isPending}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (!answer.unclear && enough) save();
      }}
    >
      {questions.length > 1 && (
        <Select
          label={t`На яке питання`}
          data={questions.map(({ id, text }) => ({ value: id, label: text }))}
          allowDeselect={false}
          value={chosen}
          onChange={(value) => setChosen(value ?? "")}
        />
      )}
      {to === "answered" && (
        <AnswerField answer={answer} tried={tried} refused={refusedAt(settling.error, "/answered_by")} />
      )}
      <Textarea
        label={i18n._(SAYS[to].words)}
        rows={3}
        maxLength={1000}
        data-autofocus
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={fieldError((tried && !enough && nothing) || refusedAt(settling.error, "/words"))}
      />
      <Unclaimed error={settling.error} />
    </Dialog>
  );
}

/** The number of a message as one types it: 12, #12 or № 12. */
function useAnswer(known: number | undefined) {
  const [typed, setTyped] = useState(known ? `#${known}` : "");
  const number = Number(typed.trim().replace(/^[#№]\s*/, "")) || null;
  return { typed, setTyped, number, unclear: typed.trim() !== "" && !number };
}

interface AnswerFieldProps {
  answer: ReturnType<typeof useAnswer>;
  tried: boolean;
  refused: string | undefined;
}

function AnswerField({ answer, tried, refused }: AnswerFieldProps) {
  const { t } = useLingui();
  return (
    <TextInput
      label={t`Номер повідомлення з відповіддю`}
      description={t`Необов’язково, якщо відповідь написано нижче`}
      value={answer.typed}
      onChange={(event) => answer.setTyped(event.currentTarget.value)}
      error={fieldError((tried && answer.unclear && t`Напишіть номер, наприклад #12`) || refused)}
    />
  );
}
