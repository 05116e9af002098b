/** What a thread shows only when somebody opens it. */
import { onDemand } from "@/ui/on-demand";

const loadDialogs = () => import("./thread-dialogs");
const loadMenus = () => import("./thread-menus");

export const AboutDialog = onDemand(async () => (await loadDialogs()).AboutDialog);
export const AnswersDialog = onDemand(async () => (await loadDialogs()).AnswersDialog);
export const AudienceDialog = onDemand(async () => (await loadDialogs()).AudienceDialog);
export const CreateActionDialog = onDemand(async () => (await loadDialogs()).CreateActionDialog);
export const DeclineDialog = onDemand(async () => (await loadDialogs()).DeclineDialog);
export const EditHistoryDialog = onDemand(async () => (await loadDialogs()).EarlierDialog);
export const EarlierSummaries = onDemand(async () => (await loadDialogs()).EarlierSummaries);
export const EditThreadDialog = onDemand(async () => (await loadDialogs()).EditThreadDialog);
export const FloorDialog = onDemand(async () => (await loadDialogs()).FloorDialog);
export const FloorRecordDialog = onDemand(async () => (await loadDialogs()).FloorRecordDialog);
export const GrantDialog = onDemand(async () => (await loadDialogs()).GrantDialog);
export const HandOverDialog = onDemand(async () => (await loadDialogs()).HandOverDialog);
export const LargePicture = onDemand(async () => (await loadDialogs()).LargePicture);
export const MergeDialog = onDemand(async () => (await loadDialogs()).MergeDialog);
export const ModerationDialog = onDemand(async () => (await loadDialogs()).ModerationDialog);
export const MoveDialog = onDemand(async () => (await loadDialogs()).MoveDialog);
export const MustReadDialog = onDemand(async () => (await loadDialogs()).MustReadDialog);
export const SplitThreadDialog = onDemand(async () => (await loadDialogs()).PartDialog);
export const PersonalDataDialog = onDemand(async () => (await loadDialogs()).PersonalDataDialog);
export const PublishDialog = onDemand(async () => (await loadDialogs()).PublishDialog);
export const QuestionDialog = onDemand(async () => (await loadDialogs()).QuestionDialog);
export const ReactedDialog = onDemand(async () => (await loadDialogs()).ReactedDialog);
export const RemoveQuestionDialog = onDemand(async () => (await loadDialogs()).RemoveQuestionDialog);
export const RemoveStatementDialog = onDemand(async () => (await loadDialogs()).RemoveStatementDialog);
export const RoundDialog = onDemand(async () => (await loadDialogs()).RoundDialog);
export const SeenDialog = onDemand(async () => (await loadDialogs()).SeenDialog);
export const ResolveQuestionDialog = onDemand(async () => (await loadDialogs()).SettleDialog);
export const StatementDialog = onDemand(async () => (await loadDialogs()).StatementDialog);
export const SummaryEditor = onDemand(async () => (await loadDialogs()).SummaryEditor);
export const TakeBackDialog = onDemand(async () => (await loadDialogs()).TakeBackDialog);
export const ThreadStepDialog = onDemand(async () => (await loadDialogs()).ThreadStepDialog);
export const UnpublishDialog = onDemand(async () => (await loadDialogs()).UnpublishDialog);
export const WithdrawSummaryDialog = onDemand(async () => (await loadDialogs()).WithdrawSummaryDialog);

export const AttentionMenuItems = onDemand(async () => (await loadMenus()).AttentionMenuItems);
export const MessageMenuItems = onDemand(async () => (await loadMenus()).MessageMenuItems);
export const QuestionMenuItems = onDemand(async () => (await loadMenus()).QuestionMenuItems);
export const ReactionMenuItems = onDemand(async () => (await loadMenus()).ReactionMenuItems);
export const StatementMenuItems = onDemand(async () => (await loadMenus()).StatementMenuItems);
