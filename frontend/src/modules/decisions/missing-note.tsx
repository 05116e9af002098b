import { Trans, useLingui } from "@lingui/react/macro";
import { IconInfoCircle } from "@tabler/icons-react";
import type { DecisionCard } from "@/api/generated/types.gen";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { Icon } from "@/ui/icon";
import classes from "./decision-card.module.css";
import { missingSectors } from "./seats";

/** One sentence on what the quorum lacks, while it does. */
export function MissingNote({ decision }: { decision: DecisionCard }) {
  const { i18n } = useLingui();
  const missing = missingSectors(decision);
  const { quorum } = decision;
  if (!quorum || quorum.is_met || decision.state !== "open") return null;
  const names = missing.map((sector) => i18n._(SECTOR_LABELS[sector])).join(", ");
  const more = quorum.needed - quorum.answered;
  return (
    <p className={classes.note}>
      <Icon of={IconInfoCircle} size={16} />
      <span>
        {names ? (
          <Trans>
            <b>Кворуму бракує:</b> немає відповіді сектору {names}.
          </Trans>
        ) : (
          <Trans>
            <b>Кворуму бракує:</b> потрібно ще відповідей: {more}.
          </Trans>
        )}
      </span>
    </p>
  );
}
