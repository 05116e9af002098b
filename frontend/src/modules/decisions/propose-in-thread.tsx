import type { MessageOut, SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { displayText } from "@/lib/mentions";
import { ProposeDialog } from "./propose-dialog";

interface ProposeInThreadDialogProps {
  thread: ThreadOut;
  /** What it is made of; without both, of nothing but the thread. */
  message?: MessageOut;
  summary?: SummaryOut;
  onClose: () => void;
}

/** Propose a decision in a thread: of a message, of the summary, or of its own. */
export function ProposeInThreadDialog({ thread, message, summary, onClose }: ProposeInThreadDialogProps) {
  const source = message
    ? ({ kind: "message", id: message.id } as const)
    : summary && ({ kind: "thread", id: thread.id } as const);
  const text = message ? displayText(message.body) : summary?.body;
  return (
    <ProposeDialog
      origin={{ groupId: thread.group.id, threadId: thread.id, source, text }}
      onClose={onClose}
    />
  );
}
