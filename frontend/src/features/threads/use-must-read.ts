import { useLingui } from "@lingui/react/macro";
import { deleteMessageMustRead, putMessageMustRead } from "@/api/generated/sdk.gen";
import type { MessageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";
import { showMustRead } from "@/queries/threads";

/** Ask all readers of the thread to acknowledge a message; shown at once, before the event arrives. */
export function useMustRead(message: MessageOut, onDone: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: ({ dueOn }: { dueOn: string }, { idempotencyKey }) => {
      const path = { message_id: message.id };
      return unwrap(putMessageMustRead({ path, body: { due_on: dueOn || null }, headers: idempotencyKey }));
    },
    success: t`Просимо всіх ознайомитися`,
    onSuccess: ({ must_read }, _form, client) => {
      showMustRead(client, message, must_read);
      onDone();
    },
    invalidates: [keys.today],
  });
}

/** Withdraw that request. */
export function useLiftMustRead(message: MessageOut) {
  const { t } = useLingui();
  return useCommand({
    run: (_, { idempotencyKey }) =>
      unwrap(deleteMessageMustRead({ path: { message_id: message.id }, headers: idempotencyKey })),
    success: t`Позначку знято: ознайомлення більше не потрібне`,
    onSuccess: ({ must_read }, _nothing, client) => showMustRead(client, message, must_read),
    invalidates: [keys.today],
  });
}
