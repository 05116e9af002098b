/** What a thread shows only when somebody opens it. */
import { onDemand } from "@/ui/on-demand";

const loadDialogs = () => import("./thread-dialogs");
const loadMenus = () => import("./thread-menus");

export const AboutDialog = onDemand(async () => (await loadDialogs()).AboutDialog);
export const ActiveDialog = onDemand(async () => (await loadDialogs()).ActiveDialog);
export const LargePicture = onDemand(async () => (await loadDialogs()).LargePicture);
export const PersonalDataDialog = onDemand(async () => (await loadDialogs()).PersonalDataDialog);

/** Apart from the dialogs: what is written is a part of the page. */
export const SummaryEditor = onDemand(async () => (await import("./gist/summary-editor")).SummaryEditor);
/** With the fields of all ways to decide, which few dialogs need. */
export const ProposeInThreadDialog = onDemand(
  async () => (await import("@/modules/decisions/propose-in-thread")).ProposeInThreadDialog,
);

export const AttentionMenuItems = onDemand(async () => (await loadMenus()).AttentionMenuItems);
export const MessageMenuItems = onDemand(async () => (await loadMenus()).MessageMenuItems);
export const QuestionMenuItems = onDemand(async () => (await loadMenus()).QuestionMenuItems);
export const ReactionMenuItems = onDemand(async () => (await loadMenus()).ReactionMenuItems);
export const StatementMenuItems = onDemand(async () => (await loadMenus()).StatementMenuItems);
export const ThreadMenuItems = onDemand(async () => (await loadMenus()).ThreadMenuItems);
