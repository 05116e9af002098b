import { type ReactNode, useState } from "react";
import { Dialog } from "@/ui/dialog";
import { FormErrors } from "./form-errors";
import type { Command } from "./use-command";

interface ConfirmOptions {
  title: string;
  /** What it means, in one or two sentences. */
  text?: ReactNode;
  children?: ReactNode;
  submit: string;
  danger?: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers is no matter of the question
  command: Pick<Command<void, any>, "mutate" | "error" | "isPending" | "reset">;
}

/**
 * Ask before a command: show `dialog` anywhere, and open it by `open`. It closes when the command is done, and says
 * what the server had against it.
 */
export function useConfirm({ title, text, children, submit, danger = false, command }: ConfirmOptions) {
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const open = () => {
    if (command.error) command.reset();
    setOpened(true);
  };
  const dialog = opened && (
    <Dialog
      opened
      title={title}
      lead={text}
      submit={submit}
      submitKind={danger ? "danger" : undefined}
      busy={command.isPending}
      onClose={close}
      onSubmit={() => command.mutate(undefined, { onSuccess: close })}
    >
      {children}
      <FormErrors error={command.error} />
    </Dialog>
  );
  return { open, close, dialog };
}
