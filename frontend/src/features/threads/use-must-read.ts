import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { deleteMessageMustRead, putMessageMustRead } from "@/api/generated/sdk.gen";
import type { MessageOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-change";
import { keys } from "@/queries/keys";
import { showMustRead } from "@/queries/threads";

/** What whoever leads the thread asks of its readers; it is shown before the event says so. */
export function useMustRead(onDone: () => void = () => undefined) {
  const { t } = useLingui();
  const client = useQueryClient();
  const forget = () => client.invalidateQueries({ queryKey: keys.today });
  const ask = useCommand({
    ask: ({ message, dueOn }: { message: MessageOut; dueOn: string | null }) =>
      unwrap(
        putMessageMustRead({
          path: { message_id: message.id },
          body: { due_on: dueOn },
          headers: idempotencyKey(),
        }),
      ),
    said: t`Просимо всіх ознайомитися`,
    onDone: ({ must_read }, { message }) => {
      showMustRead(client, message, must_read);
      onDone();
    },
    forget,
  });
  const lift = useCommand({
    ask: (message: MessageOut) =>
      unwrap(deleteMessageMustRead({ path: { message_id: message.id }, headers: idempotencyKey() })),
    said: t`Позначку знято: ознайомлення більше не потрібне`,
    onDone: ({ must_read }, message) => showMustRead(client, message, must_read),
    forget,
  });
  return { ask, lift };
}
