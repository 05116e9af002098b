import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postMessageAppeal, postMessageModeration, postMessageReports } from "@/api/generated/sdk.gen";
import type { MessageOut, ModerateMessageInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { appendMessage, refreshQuotesOf } from "@/queries/threads";
import type { Said } from "./fault-dialog";

/** What is done about a message; it is shown as it is then, before the event says so. */
export function useModeration(messageId: string, onDone: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const forget = () => client.invalidateQueries({ queryKey: keys.moderation });
  const show = (message: MessageOut) => {
    client.setQueryData<MessageWindow>(
      keys.messages(message.thread_id),
      (window) => window && refreshQuotesOf(appendMessage(window, message), message),
    );
    onDone();
  };
  const path = { message_id: messageId };
  const report = useCommand({
    run: (body: Said, { idempotencyKey }) =>
      unwrap(postMessageReports({ path, body, headers: idempotencyKey })),
    success: t`Скаргу надіслано тим, хто модерує тему`,
    onSuccess: onDone,
    invalidates: forget,
  });
  const moderate = useCommand({
    run: (body: ModerateMessageInRequest) => unwrap(postMessageModeration({ path, body })),
    onSuccess: show,
    invalidates: forget,
  });
  const appeal = useCommand({
    run: (body: { note: string }, { idempotencyKey }) =>
      unwrap(postMessageAppeal({ path, body, headers: idempotencyKey })),
    success: t`Оскарження надіслано`,
    onSuccess: show,
    invalidates: forget,
  });
  return { report, moderate, appeal };
}
