import { Trans, useLingui } from "@lingui/react/macro";
import type { MessageOut } from "@/api/generated/types.gen";
import { SafeHtml } from "@/modules/threads/safe-html";
import { Dialog } from "@/ui/dialog";
import classes from "./thread.module.css";
import { useMessageEdit } from "./use-message-edit";

interface TakeBackDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** Nothing of the text is left afterwards, so what would go is shown. */
export function DeleteMessageDialog({ message, onClose }: TakeBackDialogProps) {
  const { t } = useLingui();
  const { takeBack } = useMessageEdit(message.thread_id, onClose);
  return (
    <Dialog
      opened
      title={t`Видалити повідомлення?`}
      lead={
        <Trans>
          Текст і його попередні версії зникнуть для всіх назавжди. На місці повідомлення лишиться позначка, а
          відповіді збережуться.
        </Trans>
      }
      submit={t`Видалити`}
      submitKind="danger"
      cancel={t`Залишити`}
      busy={takeBack.isPending}
      onClose={onClose}
      onSubmit={() => takeBack.mutate(message)}
    >
      {!message.hidden && (
        <blockquote className={classes.quoted}>
          <SafeHtml html={message.html} />
        </blockquote>
      )}
    </Dialog>
  );
}
