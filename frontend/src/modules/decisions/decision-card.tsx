import { Trans, useLingui } from "@lingui/react/macro";
import { IconClock, IconGavel } from "@tabler/icons-react";
import { useId } from "react";
import type { DecisionCard as Decision } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";
import { decisionPath } from "@/modules/entities/paths";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import classes from "./decision-card.module.css";
import { DecisionPill, WaitsPill, waitsForReader } from "./marks";
import { MissingNote } from "./missing-note";
import { SeatRows } from "./seat-rows";
import { useCloseText } from "./use-close-text";
import { METHODS } from "./words";

interface Props {
  decision: Decision;
}

/** A decision where it came up, in a thread or at a meeting; honey only while it waits for the reader. */
export function DecisionCard({ decision }: Props) {
  const { i18n } = useLingui();
  const { localize } = useLocale();
  const numbered = useItemNumber();
  const closeText = useCloseText();
  const id = useId();
  const calls = waitsForReader(decision);
  const until = closeText(decision);
  const number = decision.number === null ? "" : numbered(decision.number);
  return (
    <section className={calls ? classes.call : classes.card} aria-labelledby={id}>
      <p className={classes.kind}>
        <Icon of={IconGavel} size={16} />
        <Trans>Рішення {number}</Trans>
      </p>
      <h2 id={id}>{localize(decision.title)}</h2>
      <p className="v-meta">
        {calls ? <WaitsPill /> : <DecisionPill decision={decision} />}
        {until && <MetaItem icon={IconClock}>{until}</MetaItem>}
        <span>{i18n._(METHODS[decision.rule.method].by)}</span>
      </p>
      {decision.outcome && <p className={classes.outcome}>{localize(decision.outcome.text)}</p>}
      {decision.state === "open" && <SeatRows decision={decision} />}
      <MissingNote decision={decision} />
      <ButtonLink kind={calls ? "call" : "quiet"} href={decisionPath(decision.id)}>
        {calls ? <Trans context="decision">Відповісти</Trans> : <Trans>Відкрити рішення</Trans>}
      </ButtonLink>
    </section>
  );
}
