import { createContext, type ReactNode, use, useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { ActiveDialog } from "./on-demand";
import type { ThreadDialog } from "./thread-dialogs";

const OpenDialogContext = createContext<((dialog: ThreadDialog) => void) | null>(null);

/** Return what opens a dialog of the thread: `open({ kind: "mustRead", message })`. */
export function useThreadDialog(): (dialog: ThreadDialog) => void {
  const open = use(OpenDialogContext);
  if (!open) throw new Error("dialogs of a thread are opened inside ThreadDialogs");
  return open;
}

/** A thread with the one dialog that is open over it. */
export function ThreadDialogs({ thread, children }: { thread: ThreadOut; children: ReactNode }) {
  const [dialog, setDialog] = useState<ThreadDialog | null>(null);
  return (
    <OpenDialogContext value={setDialog}>
      {children}
      {dialog && <ActiveDialog thread={thread} dialog={dialog} onClose={() => setDialog(null)} />}
    </OpenDialogContext>
  );
}
