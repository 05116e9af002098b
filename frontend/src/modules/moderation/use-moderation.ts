import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postMessageAppeal, postMessageModeration, postMessageReports } from "@/api/generated/sdk.gen";
import type { MessageOut, ModerateMessageInRequest } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-change";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { appendMessage, refreshQuotesOf } from "@/queries/threads";
import type { Fault } from "./words";

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
    ask: (body: { fault: Fault; note: string }) =>
      unwrap(postMessageReports({ path, body, headers: idempotencyKey() })),
    said: t`Скаргу надіслано тим, хто модерує тему`,
    onDone,
    forget,
  });
  const moderate = useCommand({
    ask: (body: ModerateMessageInRequest) => unwrap(postMessageModeration({ path, body })),
    onDone: show,
    forget,
  });
  const appeal = useCommand({
    ask: (note: string) => unwrap(postMessageAppeal({ path, body: { note }, headers: idempotencyKey() })),
    said: t`Оскарження надіслано`,
    onDone: show,
    forget,
  });
  return { report, moderate, appeal };
}
