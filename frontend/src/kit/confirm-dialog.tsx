import type { ReactNode } from "react";
import { Dialog } from "@/ui/dialog";
import { FormErrors } from "./form-errors";
import type { Command } from "./use-command";

export interface ConfirmWords {
  title: string;
  /** What it means, in one or two sentences. */
  text?: ReactNode;
  children?: ReactNode;
  submit: string;
  /** The way back in words of its own: «Залишити». */
  cancel?: string;
  danger?: boolean;
}

interface ConfirmDialogProps extends ConfirmWords {
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers is no matter of the question
  command: Pick<Command<void, any>, "mutate" | "error" | "isPending">;
  /** It was called off, or is done. */
  onClose: () => void;
}

/** Asks before a command, stays while it runs, and says what the server had against it. */
export function ConfirmDialog({
  text,
  children,
  danger = false,
  command,
  onClose,
  ...words
}: ConfirmDialogProps) {
  return (
    <Dialog
      opened
      lead={text}
      submitKind={danger ? "danger" : undefined}
      busy={command.isPending}
      onClose={onClose}
      onSubmit={() => command.mutate(undefined, { onSuccess: onClose })}
      {...words}
    >
      {children}
      <FormErrors error={command.error} />
    </Dialog>
  );
}
