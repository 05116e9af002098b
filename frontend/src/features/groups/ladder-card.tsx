import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { putGroupLadder } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useDialog } from "@/kit/use-dialog";
import { LadderDialog } from "@/modules/reminders/ladder-dialog";
import { LadderList } from "@/modules/reminders/ladder-list";
import { groupLadderQuery } from "@/queries/actions";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";

/** By which rules a group reminds of its action items, and whom it tells the later, the more. */
export function LadderCard({ groupId }: { groupId: string }) {
  const { t } = useLingui();
  const ladder = useQuery(groupLadderQuery(groupId));
  const change = useDialog();
  return (
    <Card padded title={<Trans>Нагадування про доручення</Trans>}>
      <p className="v-small v-t2">
        <Trans>Що довше доручення прострочено, то більше людей про це знає. Правила бачить уся група.</Trans>
      </p>
      <QueryBoundary query={ladder}>
        {(data) => (
          <>
            <LadderList steps={data.steps} />
            {data.allowed.includes("set_ladder") && (
              <Button kind="quiet" onClick={() => change.open()}>
                <Trans>Змінити правила</Trans>
              </Button>
            )}
            {change.render((_, close) => (
              <LadderDialog
                ladder={data}
                title={t`Правила нагадувань`}
                set={(body, headers) =>
                  unwrap(putGroupLadder({ path: { group_id: groupId }, body, headers }))
                }
                onClose={close}
              />
            ))}
          </>
        )}
      </QueryBoundary>
    </Card>
  );
}
