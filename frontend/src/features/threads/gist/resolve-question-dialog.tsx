import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { postQuestionTransitions } from "@/api/generated/sdk.gen";
import type { QuestionOut, SettleQuestionInRequest, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useSeenVersion } from "@/kit/use-edit";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
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
export function ResolveQuestionDialog({ thread, questions, to, number, onClose }: SettleDialogProps) {
  const { t, i18n } = useLingui();
  const [chosen, setChosen] = useState(questions[0]?.id ?? "");
  const [words, setWords] = useState("");
  const answer = useAnswer(number);
  const [tried, setTried] = useState(false);
  const question = questions.find((one) => one.id === chosen);
  const body = words.trim();
  const { see, send } = useSeenVersion(question?.version ?? 0, true);
  const settling = useGistChange(thread.id, {
    ask: (confirmed?: PersonalDataKind[]) =>
      send((seen) =>
        unwrap(
          postQuestionTransitions({
            path: { question_id: chosen },
            body: {
              to,
              ...(answer.number ? { answered_by: answer.number } : {}),
              ...(body ? { words: body } : {}),
              confirmed,
            },
            headers: { ...seen, ...idempotencyKey() },
          }),
        ),
      ),
    said: t`Збережено`,
    onDone: onClose,
  });
  const choose = (id: string) => {
    setChosen(id);
    see(questions.find((one) => one.id === id)?.version ?? 0);
  };
  const enough = body !== "" || answer.number !== null;
  const nothing = to === "answered" ? t`Напишіть відповідь або вкажіть повідомлення` : t`Напишіть причину`;
  return (
    <PersonalDataGuard change={settling} texts={{ "/words": body }} anyway={t`Усе одно зберегти`}>
      <Dialog
        opened
        title={i18n._(SAYS[to].title)}
        lead={questions.length === 1 ? question?.text : undefined}
        submit={i18n._(SAYS[to].submit)}
        busy={settling.isPending}
        onClose={onClose}
        onSubmit={() => {
          setTried(true);
          if (question && !answer.unclear && enough) settling.mutate(undefined);
        }}
      >
        {questions.length > 1 && (
          <Select
            label={t`На яке питання`}
            data={questions.map(({ id, text }) => ({ value: id, label: text }))}
            allowDeselect={false}
            value={chosen}
            onChange={(value) => choose(value ?? "")}
          />
        )}
        {to === "answered" && (
          <AnswerField answer={answer} tried={tried} refused={fieldErrorAt(settling.error, "/answered_by")} />
        )}
        <Textarea
          label={i18n._(SAYS[to].words)}
          rows={3}
          maxLength={1000}
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          error={fieldError((tried && !enough && nothing) || fieldErrorAt(settling.error, "/words"))}
        />
        <FormErrors error={settling.error} />
      </Dialog>
    </PersonalDataGuard>
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
