import { Trans, useLingui } from "@lingui/react/macro";
import { IconBell, IconBellCheck } from "@tabler/icons-react";
import { deleteActionItemWatch, putActionItemWatch } from "@/api/generated/sdk.gen";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { invalidateAction, keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { announce } from "@/ui/toast";

/** Follows an item: its steps are told to whoever does, without being asked for anything. */
export function WatchButton({ action }: { action: ActionPageOut }) {
  const { t } = useLingui();
  const path = { action_id: action.id };
  const watch = useCommand({
    run: (on: boolean): Promise<unknown> =>
      on ? unwrap(putActionItemWatch({ path })) : unwrap(deleteActionItemWatch({ path })),
    onSuccess: (_answer, on, client) => {
      client.setQueryData<ActionPageOut>(keys.action(action.id), (now) => now && { ...now, watching: on });
      announce(on ? t`Вам повідомлятимуть про кожен крок` : t`Більше не повідомлятимуть`);
    },
    invalidates: (client) => invalidateAction(client, action.id),
    tellsErrors: true,
  });
  return (
    <Button kind="quiet" busy={watch.isPending} onClick={() => watch.mutate(!action.watching)}>
      {action.watching ? <Icon of={IconBellCheck} /> : <Icon of={IconBell} />}
      {action.watching ? <Trans>Не стежити</Trans> : <Trans>Стежити</Trans>}
    </Button>
  );
}
