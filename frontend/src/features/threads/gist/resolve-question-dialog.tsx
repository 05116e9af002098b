import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postQuestionTransitions } from "@/api/generated/sdk.gen";
import type { QuestionOut, SettleQuestionInRequest, ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useSeenVersion } from "@/kit/use-seen-version";
import { gistQuery } from "@/queries/gist";
import { useGistCommand } from "./use-gist-command";

type Settled = Exclude<SettleQuestionInRequest["to"], "open">;

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
  /** Left out where the dialog lets the reader choose an open question. */
  question?: QuestionOut;
  to: Settled;
  /** The message that answers, where it is known. */
  number?: number;
  onClose: () => void;
}

/** The number of a message as one types it: 12, #12 or № 12. */
const numberIn = (typed: string) => Number(typed.replace(/^[#№]\s*/, "")) || undefined;

function useResolving({ thread, to, number, onClose }: SettleDialogProps, questions: QuestionOut[]) {
  const { t } = useLingui();
  const [chosen, choose] = useState(questions[0]?.id ?? "");
  const question = questions.find(({ id }) => id === chosen);
  const { see, send } = useSeenVersion(question?.version ?? 0, true);
  const command = useGistCommand(thread.id, {
    run: ({ number, words }: { number: string; words: string }, { idempotencyKey, confirmed }) =>
      send((seen) =>
        unwrap(
          postQuestionTransitions({
            path: { question_id: chosen },
            body: { to, answered_by: numberIn(number), words: words || undefined, confirmed },
            headers: { ...seen, ...idempotencyKey },
          }),
        ),
      ),
    success: t`Збережено`,
    onSuccess: onClose,
    personalData: { anyway: t`Усе одно зберегти` },
  });
  const nothing = to === "answered" ? t`Напишіть відповідь або вкажіть повідомлення` : t`Напишіть причину`;
  const form = useForm({
    initial: { number: number ? `#${number}` : "", words: "" },
    command,
    validate: ({ number, words }) => ({
      number: number !== "" && !numberIn(number) && t`Напишіть номер, наприклад #12`,
      words: !words && !number && nothing,
    }),
    pointers: { number: ["/answered_by"] },
  });
  const onQuestion = (id: string | null) => {
    choose(id ?? "");
    see(questions.find((one) => one.id === id)?.version ?? 0);
  };
  return { form, question, chosen, onQuestion };
}

/** Resolve a question: by the message that answers it, or with a reason to postpone it. */
export function ResolveQuestionDialog(props: SettleDialogProps) {
  const { thread, to, onClose } = props;
  const { t, i18n } = useLingui();
  const { data: gist } = useQuery(gistQuery(thread.id));
  const open = gist?.questions.filter(({ allowed }) => allowed.includes("answered"));
  const questions = props.question ? [props.question] : (open ?? []);
  const { form, question, chosen, onQuestion } = useResolving(props, questions);
  return (
    <FormDialog
      form={form}
      title={i18n._(SAYS[to].title)}
      lead={questions.length === 1 ? question?.text : undefined}
      submit={i18n._(SAYS[to].submit)}
      onClose={onClose}
    >
      {questions.length > 1 && (
        <Select
          label={t`На яке питання`}
          data={questions.map(({ id, text }) => ({ value: id, label: text }))}
          allowDeselect={false}
          value={chosen}
          onChange={onQuestion}
        />
      )}
      {to === "answered" && (
        <TextInput
          label={t`Номер повідомлення з відповіддю`}
          description={t`Необов’язково, якщо відповідь написано нижче`}
          {...form.text("number")}
        />
      )}
      <Textarea
        label={i18n._(SAYS[to].words)}
        rows={3}
        maxLength={1000}
        data-autofocus
        {...form.text("words")}
      />
    </FormDialog>
  );
}
