import { Trans, useLingui } from "@lingui/react/macro";
import type { MessageOut } from "@/api/generated/types.gen";
import { SafeHtml } from "@/modules/threads/safe-html";
import { DeletionDialog } from "./deletion-dialog";
import classes from "./thread.module.css";
import { useDeletion } from "./use-message-edit";

interface DeleteMessageDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** Nothing of the text is left afterwards, so what would go is shown. */
export function DeleteMessageDialog({ message, onClose }: DeleteMessageDialogProps) {
  const { t } = useLingui();
  return (
    <DeletionDialog
      title={t`Видалити повідомлення?`}
      text={
        <Trans>
          Текст і його попередні версії зникнуть для всіх назавжди. На місці повідомлення лишиться позначка, а
          відповіді збережуться.
        </Trans>
      }
      command={useDeletion(message)}
      onClose={onClose}
    >
      {!message.hidden && (
        <blockquote className={classes.quoted}>
          <SafeHtml html={message.html} />
        </blockquote>
      )}
    </DeletionDialog>
  );
}
