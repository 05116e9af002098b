import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteItemLadder, putItemLadder } from "@/api/generated/sdk.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { LadderDialog } from "@/modules/reminders/ladder-dialog";
import { LadderList } from "@/modules/reminders/ladder-list";
import { itemLadderQuery } from "@/queries/actions";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import classes from "./action.module.css";

/** By which rules people are reminded of this item: everybody who sees it may know them. */
export function ItemLadder({ actionId }: { actionId: string }) {
  const { t } = useLingui();
  const { data: ladder } = useQuery(itemLadderQuery(actionId));
  const [changing, setChanging] = useState(false);
  const following = useFollowing(actionId);
  if (!ladder) return null;
  const sets = ladder.allowed.includes("set_ladder");
  return (
    <details className={classes.ladder}>
      <summary className="v-small">
        {ladder.of === "item" ? (
          <Trans>Власні правила нагадувань</Trans>
        ) : (
          <Trans>Правила нагадувань групи</Trans>
        )}
      </summary>
      <LadderList steps={ladder.steps} />
      {sets && (
        <Button kind="quiet" onClick={() => setChanging(true)}>
          {ladder.of === "item" ? (
            <Trans>Змінити правила</Trans>
          ) : (
            <Trans>Інші правила для цього доручення</Trans>
          )}
        </Button>
      )}
      {sets && ladder.of === "item" && (
        <Button kind="ghost" busy={following.isPending} onClick={() => following.mutate(ladder.version)}>
          <Trans>Повернути правила групи</Trans>
        </Button>
      )}
      {changing && (
        <LadderDialog
          ladder={ladder}
          title={t`Нагадування про це доручення`}
          set={(body, headers) => unwrap(putItemLadder({ path: { action_id: actionId }, body, headers }))}
          onClose={() => setChanging(false)}
        />
      )}
    </details>
  );
}

function useFollowing(actionId: string) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (version: number) =>
      unwrap(deleteItemLadder({ path: { action_id: actionId }, headers: ifMatch(version) })),
    onError: failed,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.ladders });
      void client.invalidateQueries({ queryKey: keys.reminders(actionId) });
    },
  });
}
