import { Trans } from "@lingui/react/macro";
import type { DecisionOut, VoterOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/decisions/decision.module.css";
import { useOptionName } from "@/modules/decisions/use-option-name";
import { SectorLabel } from "@/modules/organisations/sector";
import { SECTORS } from "@/modules/organisations/sector-shapes";
import { Card } from "@/ui/card";

/** Whether an open answer wanted another result than the one that came out. */
function wantedOtherwise({ tally, state }: DecisionOut, { vote }: VoterOut): boolean {
  if (!vote) return false;
  if (vote.answer === "choose") return Boolean(tally?.winner) && vote.ranking[0] !== tally?.winner;
  const passed = state === "adopted" || state === "superseded";
  return passed
    ? ["object", "against", "stand_aside"].includes(vote.answer)
    : ["consent", "for"].includes(vote.answer);
}

/** Return who wanted otherwise, sector by sector; nobody after a secret ballot. */
function listDissent(decision: DecisionOut) {
  const some = decision.voters.filter((voter) => wantedOtherwise(decision, voter));
  return SECTORS.map((sector) => ({ sector, voters: some.filter((one) => one.sector === sector) })).filter(
    ({ voters }) => voters.length > 0,
  );
}

/** Who wanted otherwise, by sector, with their reasons. */
export function DissentCard({ decision }: { decision: DecisionOut }) {
  const rows = decision.state === "no_quorum" ? [] : listDissent(decision);
  if (rows.length === 0) return null;
  return (
    <Card title={<Trans>Хто хотів інакше</Trans>}>
      <ul className={classes.dissent}>
        {rows.map(({ sector, voters }) => (
          <li key={sector}>
            <SectorLabel sector={sector} />
            <div>
              {voters.map((voter) => (
                <Dissenter key={voter.id} decision={decision} voter={voter} />
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Dissenter({ decision, voter }: { decision: DecisionOut; voter: VoterOut }) {
  const { localize } = useLocale();
  const nameOf = useOptionName(decision.options);
  const { vote, organisation } = voter;
  if (!vote) return null;
  const speaker = vote.said_by ?? vote.cast_by.person;
  const name = [localize(organisation.short_name), vote.wants_name && localize(speaker.name)]
    .filter(Boolean)
    .join(", ");
  const option = nameOf(vote.ranking[0] ?? "");
  const why = vote.reason || vote.harm;
  return (
    <p>
      <b>
        {option ? (
          <Trans>
            {name}: спершу {option}.
          </Trans>
        ) : (
          <>{name}.</>
        )}
      </b>{" "}
      {why || (
        <span className="v-t2">
          <Trans>Без пояснення.</Trans>
        </span>
      )}
    </p>
  );
}
