import { Trans } from "@lingui/react/macro";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/decisions/decision.module.css";
import { Card, CardBody } from "@/ui/card";

/** What is proposed, in whose words. */
export function ProposalCard({ decision }: { decision: DecisionOut }) {
  const { localize } = useLocale();
  const { text, proposed_by, withdrawn_reason } = decision;
  const name = proposed_by && localize(proposed_by.person.name);
  const organisation = proposed_by?.organisation && localize(proposed_by.organisation.short_name);
  return (
    <Card
      title={<Trans>Що пропонують</Trans>}
      aside={<span className="v-small v-t2">{[organisation, name].filter(Boolean).join(", ")}</span>}
    >
      <CardBody>
        {text ? (
          <p className={classes.said}>{text}</p>
        ) : (
          <p className="v-t2">
            <Trans>Пропозиція вся в питанні.</Trans>
          </p>
        )}
        {withdrawn_reason && (
          <p className={classes.reason}>
            <b>
              <Trans>Чому відкликано:</Trans>
            </b>{" "}
            {withdrawn_reason}
          </p>
        )}
      </CardBody>
    </Card>
  );
}
