import { useLingui } from "@lingui/react/macro";
import { IconPin, IconPinnedOff } from "@tabler/icons-react";
import { deleteThreadPin, putThreadPin } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";
import { announce } from "@/ui/toast";

/** Put the thread at the head of the list of its group, or let it stand where it was last active. */
export function usePin(thread: ThreadOut) {
  const { t } = useLingui();
  const isPinned = thread.pinned_at !== null;
  const said = isPinned ? t`Тему відкріплено` : t`Тему закріплено вгорі списку`;
  const { isPending, mutate } = useCommand({
    run: (wanted: boolean, { idempotencyKey }) => {
      const asked = { path: { thread_id: thread.id }, headers: idempotencyKey };
      return unwrap(wanted ? putThreadPin(asked) : deleteThreadPin(asked));
    },
    onSuccess: () => announce(said),
    invalidates: [keys.thread(thread.id), keys.threadsOfGroup(thread.group.id)],
  });
  return {
    label: isPinned ? t`Відкріпити` : t`Закріпити вгорі списку`,
    icon: isPinned ? IconPinnedOff : IconPin,
    isPending,
    toggle: () => isPending || mutate(!isPinned),
  };
}
