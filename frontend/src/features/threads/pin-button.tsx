import { Trans, useLingui } from "@lingui/react/macro";
import { deleteThreadPin, putThreadPin } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-change";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { announce } from "@/ui/toast";

/** Puts the thread at the head of the list of its group, or lets it stand where it was last active. */
export function PinButton({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  const pinned = thread.pinned_at !== null;
  const said = pinned ? t`Тему відкріплено` : t`Тему закріплено вгорі списку`;
  const turning = useCommand({
    ask: () => {
      const asked = { path: { thread_id: thread.id }, headers: idempotencyKey() };
      return unwrap(pinned ? deleteThreadPin(asked) : putThreadPin(asked));
    },
    onDone: () => announce(said),
    forget: (client) => {
      for (const queryKey of [keys.thread(thread.id), keys.threadsOfGroup(thread.group.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
  return (
    <Button kind="quiet" wide busy={turning.isPending} onClick={() => turning.mutate(undefined)}>
      {pinned ? <Trans>Відкріпити</Trans> : <Trans>Закріпити вгорі списку</Trans>}
    </Button>
  );
}
