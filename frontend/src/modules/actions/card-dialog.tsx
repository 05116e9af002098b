import type { ActionOut } from "@/api/generated/types.gen";
import { SnoozeDialog } from "@/modules/reminders/snooze-dialog";
import { AddEvidenceDialog } from "./add-evidence-dialog";
import { EditActionDialog } from "./edit-action-dialog";
import { HelpDialog } from "./help-dialog";

/** Actions with their own dialog, besides the steps. */
export type CardDialogName = "edit" | "evidence" | "help" | "snooze";

interface CardDialogProps {
  name: CardDialogName;
  action: ActionOut;
  onClose: () => void;
}

/** The dialog that the menu of a card opens. */
export function CardDialog({ name, action, onClose }: CardDialogProps) {
  switch (name) {
    case "edit":
      return <EditActionDialog action={action} onClose={onClose} />;
    case "evidence":
      return <AddEvidenceDialog action={action} onClose={onClose} />;
    case "help":
      return <HelpDialog actionId={action.id} onClose={onClose} />;
    case "snooze":
      return <SnoozeDialog actionId={action.id} onClose={onClose} />;
  }
}
