import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { deleteMessageDetails, getMessageDetails, patchMessageDetails } from "@/api/generated/sdk.gen";
import type { MessageOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { isVersionConflict } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { appendMessage, refreshQuotesOf } from "@/queries/threads";

/** Edit or delete one’s own message; the response is shown at once, before the event arrives. */
function useChangedMessage(threadId: string) {
  const client = useQueryClient();
  const put = (message: MessageOut) =>
    client.setQueryData<MessageWindow>(
      keys.messages(threadId),
      (window) => window && refreshQuotesOf(appendMessage(window, message), message),
    );
  /** Whoever was slower tries again on what is there now. */
  const orRenewed = (message: MessageOut, asked: Promise<MessageOut>) =>
    asked.catch(async (error) => {
      const path = { message_id: message.id };
      if (isVersionConflict(error)) await unwrap(getMessageDetails({ path })).then(put, () => undefined);
      throw error;
    });
  return { put, orRenewed };
}

export function useRewording(threadId: string, onDone: () => void) {
  const { put, orRenewed } = useChangedMessage(threadId);
  return useCommand({
    run: ({ message, body }: { message: MessageOut; body: string }, { idempotencyKey, confirmed }) => {
      const path = { message_id: message.id };
      const headers = { ...ifMatch(message.version), ...idempotencyKey };
      return orRenewed(message, unwrap(patchMessageDetails({ path, body: { body, confirmed }, headers })));
    },
    onSuccess: (message) => {
      put(message);
      onDone();
    },
  });
}

export function useDeletion(message: MessageOut) {
  const { t } = useLingui();
  const { put, orRenewed } = useChangedMessage(message.thread_id);
  return useCommand({
    run: (_, { idempotencyKey }) => {
      const path = { message_id: message.id };
      const headers = { ...ifMatch(message.version), ...idempotencyKey };
      return orRenewed(message, unwrap(deleteMessageDetails({ path, headers })));
    },
    success: t`Повідомлення видалено`,
    onSuccess: put,
  });
}
