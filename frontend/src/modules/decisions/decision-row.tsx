import { useLingui } from "@lingui/react/macro";
import type { DecisionCard } from "@/api/generated/types.gen";
import { DOT } from "@/lib/text";
import { decisionPath } from "@/modules/entities/paths";
import { useEntityTitle } from "@/modules/entities/use-entity-title";
import { ListRow } from "@/ui/list-row";
import { DecisionPill, WaitsPill, waitsForReader } from "./marks";
import { useCloseText } from "./use-close-text";
import { METHODS } from "./words";

/** A decision in a list: its question, how it is decided, until when, and how it stands. */
export function DecisionRow({ decision }: { decision: DecisionCard }) {
  const { i18n, t } = useLingui();
  const entityTitle = useEntityTitle();
  const closeText = useCloseText();
  const { title, number, turnout, rule } = decision;
  const answered = decision.state === "open" && t`відповіли ${turnout.answered} із ${turnout.seated}`;
  return (
    <ListRow
      title={entityTitle({ name: title, number })}
      href={decisionPath(decision.id)}
      meta={[i18n._(METHODS[rule.method].by), closeText(decision), answered].filter(Boolean).join(DOT)}
      status={waitsForReader(decision) ? <WaitsPill /> : <DecisionPill decision={decision} />}
    />
  );
}
