/** All dialogs of a thread in one file: whoever opens one soon opens another. */

import { PersonalDataDialog } from "@/kit/personal-data/personal-data-dialog";
import { CreateActionDialog } from "@/modules/actions/create-action-dialog";
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
import { SummaryEditor } from "./gist/summary-editor";
import { LargePicture } from "./large-picture";
import { ModerationDialog } from "./moderation-dialog";
import { MergeDialog } from "./moving/merge-dialog";
import { MoveDialog } from "./moving/move-dialog";
import { SplitThreadDialog } from "./moving/split-thread-dialog";
import { MustReadDialog } from "./must-read-dialog";
import { PublishDialog, UnpublishDialog } from "./publishing/publish-dialog";
import { ReactedDialog } from "./reacted-dialog";
import { SeenDialog } from "./seen-dialog";
import { ThreadStepDialog } from "./thread-step-dialog";

export {
  AboutDialog,
  AnswersDialog,
  AudienceDialog,
  CreateActionDialog,
  DeclineDialog,
  DeleteMessageDialog as TakeBackDialog,
  EarlierSummaries,
  EditHistoryDialog as EarlierDialog,
  EditThreadDialog,
  FloorDialog,
  FloorRecordDialog,
  GrantDialog,
  HandOverDialog,
  LargePicture,
  MergeDialog,
  ModerationDialog,
  MoveDialog,
  MustReadDialog,
  PersonalDataDialog,
  PublishDialog,
  QuestionDialog,
  ReactedDialog,
  RemoveQuestionDialog,
  RemoveStatementDialog,
  ResolveQuestionDialog as SettleDialog,
  RoundDialog,
  SeenDialog,
  SplitThreadDialog as PartDialog,
  StatementDialog,
  SummaryEditor,
  ThreadStepDialog,
  UnpublishDialog,
  WithdrawSummaryDialog,
};
