import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { answered } from "@/api/answered";
import { patchOneStatement, postThreadStatements } from "@/api/generated/sdk.gen";
import type { StatementOut, ThreadOut } from "@/api/generated/types.gen";
import { ifMatch, once } from "@/api/headers";
import { concernsIn, type DataKind, refusedAt } from "@/api/problem";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { PersonalDataDialog } from "@/widgets/personal-data-dialog";
import { Unclaimed } from "@/widgets/unclaimed";
import { useGistChange } from "./use-gist-change";

export const LONGEST_STATEMENT = 280;

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
  const [text, setText] = useState(statement?.text ?? source?.words ?? "");
  const [tried, setTried] = useState(false);
  const body = text.trim();
  const writing = useGistChange(thread.id, {
    ask: (confirmed?: DataKind[]) =>
      answered(
        statement
          ? patchOneStatement({
              path: { statement_id: statement.id },
              body: { text: body, confirmed },
              headers: { ...ifMatch(statement.version), ...once() },
            })
          : postThreadStatements({
              path: { thread_id: thread.id },
              body: { text: body, confirmed, ...(source ? { number: source.number } : {}) },
              headers: once(),
            }),
      ),
    said: statement ? t`Збережено` : t`Тезу додано`,
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
  return (
    <Dialog
      opened
      title={statement ? t`Змінити тезу` : source ? t`Це головне` : t`Додати тезу`}
      lead={
        source &&
        t`Повідомлення ${source.number} буде позначено, а теза стоятиме в переліку з посиланням на нього.`
      }
      submit={statement ? t`Зберегти` : t`Додати тезу`}
      busy={writing.isPending}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (body) writing.mutate(undefined);
      }}
    >
      <Textarea
        label={t`Теза`}
        description={t`Одна думка, зрозуміла й без розмови. До 280 знаків`}
        rows={4}
        maxLength={LONGEST_STATEMENT}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fieldError((tried && !body && t`Напишіть тезу`) || refusedAt(writing.error, "/text"))}
      />
      <Unclaimed error={writing.error} />
    </Dialog>
  );
}
