import { Trans, useLingui } from "@lingui/react/macro";
import { IconBell, IconBellCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteActionItemWatch, putActionItemWatch } from "@/api/generated/sdk.gen";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { invalidateAction, keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { announce } from "@/ui/toast";

/** Follows an item: its steps are told to whoever does, without being asked for anything. */
export function WatchButton({ action }: { action: ActionPageOut }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const watch = useMutation({
    mutationFn: async (on: boolean) => {
      const path = { action_id: action.id };
      await (on ? unwrap(putActionItemWatch({ path })) : unwrap(deleteActionItemWatch({ path })));
    },
    onSuccess: (_answer, on) => {
      client.setQueryData<ActionPageOut>(keys.action(action.id), (now) => now && { ...now, watching: on });
      announce(on ? t`Вам повідомлятимуть про кожен крок` : t`Більше не повідомлятимуть`);
    },
    onError: failed,
    onSettled: () => invalidateAction(client, action.id),
  });
  return (
    <Button kind="quiet" busy={watch.isPending} onClick={() => watch.mutate(!action.watching)}>
      {action.watching ? <Icon of={IconBellCheck} /> : <Icon of={IconBell} />}
      {action.watching ? <Trans>Не стежити</Trans> : <Trans>Стежити</Trans>}
    </Button>
  );
}
