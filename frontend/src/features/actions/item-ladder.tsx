import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { deleteItemLadder, putItemLadder } from "@/api/generated/sdk.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
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
  const changing = useDialog();
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
        <Button kind="quiet" onClick={() => changing.open()}>
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
      {changing.render((_, close) => (
        <LadderDialog
          ladder={ladder}
          title={t`Нагадування про це доручення`}
          set={(body, headers) => unwrap(putItemLadder({ path: { action_id: actionId }, body, headers }))}
          onClose={close}
        />
      ))}
    </details>
  );
}

function useFollowing(actionId: string) {
  return useCommand({
    run: (version: number) =>
      unwrap(deleteItemLadder({ path: { action_id: actionId }, headers: ifMatch(version) })),
    invalidates: [keys.ladders, keys.reminders(actionId)],
    tellsErrors: true,
  });
}
