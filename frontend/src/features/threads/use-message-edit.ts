import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { deleteMessageDetails, getMessageDetails, patchMessageDetails } from "@/api/generated/sdk.gen";
import type { MessageOut } from "@/api/generated/types.gen";
import { idempotencyKey, ifMatch } from "@/api/headers";
import { isVersionConflict, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-change";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { appendMessage, refreshQuotesOf } from "@/queries/threads";

/** What one does to a message of one’s own; it is shown as it is then, before the event says so. */
export function useMessageEdit(threadId: string, onDone: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const put = (message: MessageOut) =>
    client.setQueryData<MessageWindow>(
      keys.messages(threadId),
      (window) => window && refreshQuotesOf(appendMessage(window, message), message),
    );
  const show = (message: MessageOut) => {
    put(message);
    onDone();
  };
  /** Whoever was slower tries again on what is there now. */
  const orRenewed = (message: MessageOut, asked: Promise<MessageOut>) =>
    asked.catch(async (error) => {
      const path = { message_id: message.id };
      if (isVersionConflict(error)) await unwrap(getMessageDetails({ path })).then(put, () => undefined);
      throw error;
    });
  const reword = useCommand({
    ask: ({
      message,
      body,
      confirmed,
    }: {
      message: MessageOut;
      body: string;
      confirmed?: PersonalDataKind[];
    }) =>
      orRenewed(
        message,
        unwrap(
          patchMessageDetails({
            path: { message_id: message.id },
            body: { body, confirmed },
            headers: { ...ifMatch(message.version), ...idempotencyKey() },
          }),
        ),
      ),
    onDone: show,
    forget: () => undefined,
  });
  const takeBack = useCommand({
    ask: (message: MessageOut) =>
      orRenewed(
        message,
        unwrap(
          deleteMessageDetails({
            path: { message_id: message.id },
            headers: { ...ifMatch(message.version), ...idempotencyKey() },
          }),
        ),
      ),
    said: t`Повідомлення видалено`,
    onDone: show,
    forget: () => undefined,
  });
  return { reword, takeBack };
}
