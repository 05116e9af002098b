import { useLingui } from "@lingui/react/macro";
import { useRouter } from "@tanstack/react-router";
import { putThreadUnread } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { invalidateCounts, keys } from "@/queries/keys";

/**
 * Has a thread wait again from one message on, and leaves it for Today: what is in view would be read at once. `stop`
 * keeps it from being marked meanwhile.
 */
export function useMarkUnread(thread: ThreadOut, stop: (on: boolean) => void) {
  const { t } = useLingui();
  const router = useRouter();
  return useCommand({
    run: (number: number, { idempotencyKey }) => {
      stop(true);
      const path = { thread_id: thread.id };
      return unwrap(putThreadUnread({ path, body: { number }, headers: idempotencyKey })).catch((error) => {
        stop(false);
        throw error;
      });
    },
    success: t`Тема чекатиме на вас із цього місця`,
    onSuccess: (reading, _number, client) => {
      client.setQueryData<ThreadOut>(keys.thread(thread.id), (now) => now && { ...now, reading });
      void router.navigate({ to: "/" });
    },
    invalidates: (client) => {
      invalidateCounts(client);
      return client.invalidateQueries({ queryKey: keys.threadsOfGroup(thread.group.id) });
    },
  });
}
