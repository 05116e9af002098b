import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  deleteOneQuestion,
  deleteOneStatement,
  deleteOneSummary,
  getThreadGist,
} from "@/api/generated/sdk.gen";
import type { GistOut, QuestionOut, StatementOut, SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { isNotFound } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import type { VersionedAttempt } from "@/kit/use-command";
import { DeletionDialog } from "../deletion-dialog";
import { useGistCommand } from "./use-gist-command";

interface RemoveDialogProps {
  thread: ThreadOut;
  onClose: () => void;
}

type Headers = VersionedAttempt["ifMatch"] & VersionedAttempt["idempotencyKey"];

/** Delete something in the version that was shown when the dialog opened. */
function useRemoval(
  { id }: ThreadOut,
  version: number,
  remove: (headers: Headers) => Promise<GistOut>,
  success: string,
) {
  const command = useGistCommand(id, {
    version,
    run: (_, { ifMatch, idempotencyKey }) =>
      remove({ ...ifMatch, ...idempotencyKey }).catch((error) => {
        if (!isNotFound(error)) throw error;
        // Already deleted: the response to an earlier request was lost.
        return unwrap(getThreadGist({ path: { thread_id: id } }));
      }),
    success,
  });
  useState(command.begin);
  return command;
}

export function RemoveQuestionDialog({
  thread,
  question,
  onClose,
}: RemoveDialogProps & { question: QuestionOut }) {
  const { t } = useLingui();
  const path = { question_id: question.id };
  const command = useRemoval(
    thread,
    question.version,
    (headers) => unwrap(deleteOneQuestion({ path, headers })),
    t`Питання видалено`,
  );
  return (
    <DeletionDialog
      title={t`Видалити питання`}
      text={<Trans>Питання зникне для всіх разом із відповіддю чи причиною. Повернути його не можна.</Trans>}
      command={command}
      onClose={onClose}
    >
      <p>{question.text || <Trans>Питання видалено</Trans>}</p>
    </DeletionDialog>
  );
}

export function RemoveStatementDialog({
  thread,
  statement,
  onClose,
}: RemoveDialogProps & { statement: StatementOut }) {
  const { t } = useLingui();
  const path = { statement_id: statement.id };
  const command = useRemoval(
    thread,
    statement.version,
    (headers) => unwrap(deleteOneStatement({ path, headers })),
    t`Тезу видалено`,
  );
  return (
    <DeletionDialog
      title={t`Видалити тезу`}
      text={<Trans>Теза зникне з переліку для всіх. Повідомлення, з якого її взято, лишиться.</Trans>}
      command={command}
      onClose={onClose}
    >
      <p>{statement.text || `#${statement.source?.number}`}</p>
    </DeletionDialog>
  );
}

/** Delete a summary with all its earlier versions. */
export function WithdrawSummaryDialog({
  thread,
  summary,
  onClose,
}: RemoveDialogProps & { summary: SummaryOut }) {
  const { t } = useLingui();
  const path = { thread_id: thread.id };
  const command = useRemoval(
    thread,
    summary.version,
    (headers) => unwrap(deleteOneSummary({ path, headers })),
    t`Підсумок видалено`,
  );
  return (
    <DeletionDialog
      title={t`Видалити підсумок`}
      text={
        <Trans>
          Його більше ніхто не прочитає, і попередніх версій теж. Щоб лише змінити, перепишіть його.
        </Trans>
      }
      command={command}
      onClose={onClose}
    />
  );
}
