import { Trans, useLingui } from "@lingui/react/macro";
import { deleteThreadPin, putThreadPin } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { announce } from "@/ui/toast";

/** Puts the thread at the head of the list of its group, or lets it stand where it was last active. */
export function PinButton({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  const pinned = thread.pinned_at !== null;
  const said = pinned ? t`Тему відкріплено` : t`Тему закріплено вгорі списку`;
  const turning = useCommand({
    run: (pinned: boolean, { idempotencyKey }) => {
      const asked = { path: { thread_id: thread.id }, headers: idempotencyKey };
      return unwrap(pinned ? deleteThreadPin(asked) : putThreadPin(asked));
    },
    onSuccess: () => announce(said),
    invalidates: [keys.thread(thread.id), keys.threadsOfGroup(thread.group.id)],
  });
  return (
    <Button kind="quiet" wide busy={turning.isPending} onClick={() => turning.mutate(pinned)}>
      {pinned ? <Trans>Відкріпити</Trans> : <Trans>Закріпити вгорі списку</Trans>}
    </Button>
  );
}
