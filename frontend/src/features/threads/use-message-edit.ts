import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { deleteMessageDetails, getMessageDetails, patchMessageDetails } from "@/api/generated/sdk.gen";
import type { MessageOut } from "@/api/generated/types.gen";
import { ifMatch, once } from "@/api/headers";
import { type DataKind, isStale } from "@/api/problem";
import { answered } from "@/api/unwrap";
import { useChange } from "@/kit/use-change";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { withNext, withSource } from "@/queries/threads";

/** What one does to a message of one’s own; it is shown as it is then, before the event says so. */
export function useCorrections(threadId: string, onDone: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const put = (message: MessageOut) =>
    client.setQueryData<MessageWindow>(
      keys.messages(threadId),
      (window) => window && withSource(withNext(window, message), message),
    );
  const show = (message: MessageOut) => {
    put(message);
    onDone();
  };
  /** Whoever was slower tries again on what is there now. */
  const orRenewed = (message: MessageOut, asked: Promise<MessageOut>) =>
    asked.catch(async (error) => {
      const path = { message_id: message.id };
      if (isStale(error)) await answered(getMessageDetails({ path })).then(put, () => undefined);
      throw error;
    });
  const reword = useChange({
    ask: ({ message, body, confirmed }: { message: MessageOut; body: string; confirmed?: DataKind[] }) =>
      orRenewed(
        message,
        answered(
          patchMessageDetails({
            path: { message_id: message.id },
            body: { body, confirmed },
            headers: { ...ifMatch(message.version), ...once() },
          }),
        ),
      ),
    onDone: show,
    forget: () => undefined,
  });
  const takeBack = useChange({
    ask: (message: MessageOut) =>
      orRenewed(
        message,
        answered(
          deleteMessageDetails({
            path: { message_id: message.id },
            headers: { ...ifMatch(message.version), ...once() },
          }),
        ),
      ),
    said: t`Повідомлення видалено`,
    onDone: show,
    forget: () => undefined,
  });
  return { reword, takeBack };
}
