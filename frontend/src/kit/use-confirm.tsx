import { ConfirmDialog, type ConfirmWords } from "./confirm-dialog";
import type { Command } from "./use-command";
import { useDialog } from "./use-dialog";

interface ConfirmOptions extends ConfirmWords {
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers is no matter of the question
  command: Pick<Command<void, any>, "mutate" | "error" | "isPending" | "reset">;
}

/** Ask before a command: show `dialog` anywhere on the page, and open it by `open`. */
export function useConfirm({ command, ...words }: ConfirmOptions) {
  const asked = useDialog();
  const open = () => {
    if (command.error) command.reset();
    asked.open();
  };
  const dialog = asked.render((_, close) => <ConfirmDialog command={command} onClose={close} {...words} />);
  return { open, dialog };
}
