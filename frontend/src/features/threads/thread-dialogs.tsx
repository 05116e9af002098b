/** All dialogs of a thread, in one chunk: a person who opens one soon opens another. */

import { useQuery } from "@tanstack/react-query";
import { type ComponentProps, type ComponentType, useEffect, useEffectEvent, useState } from "react";
import type { MessageOut, QuestionOut, StatementOut, SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { PersonalDataDialog } from "@/kit/personal-data/personal-data-dialog";
import { displayText } from "@/lib/mentions";
import { CreateActionDialog } from "@/modules/actions/create-action-dialog";
import { gistQuery } from "@/queries/gist";
import { messagesQuery } from "@/queries/threads";
import { AboutDialog } from "./about-dialog";
import { AnswersDialog } from "./answers-dialog";
import { DeclineDialog, GrantDialog } from "./asking/answer-dialogs";
import { AudienceDialog } from "./audience-dialog";
import { DeleteMessageDialog } from "./delete-message-dialog";
import { EditHistoryDialog } from "./edit-history-dialog";
import { EditThreadDialog } from "./edit-thread-dialog";
import { FloorDialog } from "./floor/floor-dialog";
import { FloorRecordDialog } from "./floor/floor-record-dialog";
import { HandOverDialog } from "./floor/hand-over-dialog";
import { RoundDialog } from "./floor/round-dialog";
import { EarlierSummaries } from "./gist/earlier-summaries";
import { QuestionDialog } from "./gist/question-dialog";
import { RemoveQuestionDialog, RemoveStatementDialog, WithdrawSummaryDialog } from "./gist/remove-dialogs";
import { ResolveQuestionDialog } from "./gist/resolve-question-dialog";
import { StatementDialog } from "./gist/statement-dialog";
import { LargePicture } from "./large-picture";
import { ModerationDialog } from "./moderation-dialog";
import { MergeDialog } from "./moving/merge-dialog";
import { MoveDialog } from "./moving/move-dialog";
import { SplitThreadDialog } from "./moving/split-thread-dialog";
import { MustReadDialog } from "./must-read-dialog";
import { ProposeInThreadDialog } from "./on-demand";
import { PublishDialog, UnpublishDialog } from "./publishing/publish-dialog";
import { ReactedDialog } from "./reacted-dialog";
import { SeenDialog } from "./seen-dialog";
import { ThreadStepDialog } from "./thread-step-dialog";

export { AboutDialog, LargePicture, PersonalDataDialog };

const DIALOGS = {
  acknowledgements: AnswersDialog,
  action: MessageActionDialog,
  audience: AudienceDialog,
  decision: ProposeInThreadDialog,
  decline: DeclineDialog,
  deleteMessage: DeleteMessageDialog,
  edit: EditThreadDialog,
  editHistory: EditHistoryDialog,
  earlierSummaries: EarlierSummaries,
  floor: FloorDialog,
  floorRecord: FloorRecordDialog,
  grant: GrantDialog,
  handOver: HandOverDialog,
  merge: MergeDialog,
  moderation: ModerationDialog,
  move: MoveDialog,
  mustRead: MustReadDialog,
  publish: PublishDialog,
  question: QuestionDialog,
  reacted: ReactedDialog,
  removeQuestion: RemoveQuestionDialog,
  removeStatement: RemoveStatementDialog,
  resolveQuestion: ResolveQuestionDialog,
  round: RoundDialog,
  seen: SeenDialog,
  split: SplitThreadDialog,
  statement: StatementDialog,
  step: ThreadStepDialog,
  unpublish: UnpublishDialog,
  withdrawSummary: WithdrawSummaryDialog,
};

type Dialogs = typeof DIALOGS;

/** Which dialog is open, with its subject. */
export type ThreadDialog = {
  [Kind in keyof Dialogs]: { kind: Kind } & Omit<ComponentProps<Dialogs[Kind]>, "thread" | "onClose">;
}[keyof Dialogs];

interface Subject {
  message?: MessageOut;
  question?: QuestionOut;
  statement?: StatementOut;
  summary?: SummaryOut;
}

/** Return the current version of the subject: it may have changed since the dialog was opened. */
function useCurrent(thread: ThreadOut, { message, question, statement, summary, ...rest }: Subject) {
  const { data: window } = useQuery(messagesQuery(thread.id));
  const { data: gist } = useQuery(gistQuery(thread.id));
  const current = <T extends { id: string }>(one: T | undefined, all: T[] | undefined) =>
    one && (all?.find(({ id }) => id === one.id) ?? one);
  return {
    ...rest,
    message: current(message, window?.items),
    question: current(question, gist?.questions),
    statement: current(statement, gist?.statements),
    summary: summary && (gist?.summary ?? summary),
  };
}

/** Close over a message that is deleted or moved away meanwhile: nothing can be done with it any more. */
function useCloseWithMessage(message: MessageOut | undefined, onClose: () => void) {
  const isGone = Boolean(message && (message.deleted || message.moved));
  const [wasGone] = useState(isGone);
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (isGone && !wasGone) close();
  }, [isGone, wasGone]);
}

interface ActiveDialogProps {
  thread: ThreadOut;
  dialog: ThreadDialog;
  onClose: () => void;
}

/** The dialog that is open. */
export function ActiveDialog({ thread, dialog: { kind, ...subject }, onClose }: ActiveDialogProps) {
  const Dialog = DIALOGS[kind] as ComponentType<Omit<ActiveDialogProps, "dialog"> & Subject>;
  const current = useCurrent(thread, subject as Subject);
  useCloseWithMessage(current.message, onClose);
  return <Dialog thread={thread} onClose={onClose} {...current} />;
}

interface MessageActionDialogProps {
  thread: ThreadOut;
  message: MessageOut;
  onClose: () => void;
}

/** Create an action item from a message. */
function MessageActionDialog({ thread, message, onClose }: MessageActionDialogProps) {
  return (
    <CreateActionDialog
      origin={{
        groupId: thread.group.id,
        message: { id: message.id, threadId: thread.id, excerpt: `«${displayText(message.body)}»` },
        restricted: thread.visibility === "restricted",
      }}
      onClose={onClose}
    />
  );
}
