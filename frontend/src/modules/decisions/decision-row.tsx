import { useLingui } from "@lingui/react/macro";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { useItemNumber } from "@/modules/actions/item-number";
import { decisionPath } from "@/modules/entities/paths";
import { ListRow } from "@/ui/list-row";
import { DecisionPill, WaitsPill, waitsForReader } from "./marks";
import { useCloseText } from "./use-close-text";
import { METHODS } from "./words";

/** Return the question of a decision with its number, where it has one. */
export function useDecisionTitle(): (decision: Pick<DecisionOut, "number" | "title">) => string {
  const { localize } = useLocale();
  const numbered = useItemNumber();
  return ({ number, title }) =>
    number === null ? localize(title) : `${numbered(number)} ${localize(title)}`;
}

/** A decision in a list: its question, how it is decided, until when, and how it stands. */
export function DecisionRow({ decision }: { decision: DecisionOut }) {
  const { i18n, t } = useLingui();
  const titleOf = useDecisionTitle();
  const closeText = useCloseText();
  const { turnout, rule } = decision;
  const answered = decision.state === "open" && t`відповіли ${turnout.answered} із ${turnout.seated}`;
  return (
    <ListRow
      title={titleOf(decision)}
      href={decisionPath(decision.id)}
      meta={[i18n._(METHODS[rule.method].by), closeText(decision), answered].filter(Boolean).join(DOT)}
      status={waitsForReader(decision) ? <WaitsPill /> : <DecisionPill decision={decision} />}
    />
  );
}
