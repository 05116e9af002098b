/** What a card of an action item shows only when somebody opens it. */
import { onDemand } from "@/ui/on-demand";

export const ActionMenuItems = onDemand(async () => (await import("./action-menu-items")).ActionMenuItems);
export const EditActionDialog = onDemand(async () => (await import("./edit-action-dialog")).EditActionDialog);
export const AddEvidenceDialog = onDemand(
  async () => (await import("./add-evidence-dialog")).AddEvidenceDialog,
);
export const HelpDialog = onDemand(async () => (await import("./help-dialog")).HelpDialog);
export const SnoozeDialog = onDemand(
  async () => (await import("@/modules/reminders/snooze-dialog")).SnoozeDialog,
);
