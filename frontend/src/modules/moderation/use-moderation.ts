import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postMessageAppeal, postMessageModeration, postMessageReports } from "@/api/generated/sdk.gen";
import type { MessageOut, ModerateMessageInRequest } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { answered } from "@/api/unwrap";
import { useChange } from "@/kit/use-change";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { withNext, withSource } from "@/queries/threads";
import type { Fault } from "./words";

/** What is done about a message; it is shown as it is then, before the event says so. */
export function useModeration(messageId: string, onDone: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const forget = () => client.invalidateQueries({ queryKey: keys.moderation });
  const show = (message: MessageOut) => {
    client.setQueryData<MessageWindow>(
      keys.messages(message.thread_id),
      (window) => window && withSource(withNext(window, message), message),
    );
    onDone();
  };
  const path = { message_id: messageId };
  const report = useChange({
    ask: (body: { fault: Fault; note: string }) =>
      answered(postMessageReports({ path, body, headers: once() })),
    said: t`Скаргу надіслано тим, хто модерує тему`,
    onDone,
    forget,
  });
  const moderate = useChange({
    ask: (body: ModerateMessageInRequest) => answered(postMessageModeration({ path, body })),
    onDone: show,
    forget,
  });
  const appeal = useChange({
    ask: (note: string) => answered(postMessageAppeal({ path, body: { note }, headers: once() })),
    said: t`Оскарження надіслано`,
    onDone: show,
    forget,
  });
  return { report, moderate, appeal };
}
