import { Trans } from "@lingui/react/macro";
import type { DecisionOut } from "@/api/generated/types.gen";
import { TallyView } from "@/modules/decisions/tally-view";
import { Card, CardBody } from "@/ui/card";

/** The count, apart from what was decided. */
export function TallyCard({ decision }: { decision: DecisionOut }) {
  const { tally, turnout } = decision;
  if (!tally) return null;
  const { ballots, marks, needed } = tally;
  const { seated } = turnout;
  return (
    <Card
      title={<Trans>Підрахунок</Trans>}
      aside={
        !tally.is_split_hidden && (
          <span className="v-small v-t2">
            <Trans>
              Бюлетенів: {ballots} із {seated || ballots}
            </Trans>
            {needed !== null && (
              <>
                , <Trans>потрібно {needed}</Trans>
              </>
            )}
          </span>
        )
      }
    >
      <CardBody>
        <TallyView decision={decision} tally={tally} />
        {decision.rule.secret && marks !== ballots && (
          <p className="v-small" role="note">
            <Trans>
              Увага: відміток про участь {marks}, а бюлетенів {ballots}.
            </Trans>
          </p>
        )}
      </CardBody>
    </Card>
  );
}
