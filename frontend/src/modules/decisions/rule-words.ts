import { useLingui } from "@lingui/react/macro";
import type { DecisionOut } from "@/api/generated/types.gen";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { THRESHOLDS } from "./words";

/** What has to be true of the answers, besides the quorum. */
function useCondition(): (decision: DecisionOut) => string {
  const { t, i18n } = useLingui();
  return ({ rule, options }) => {
    const part = i18n._(THRESHOLDS[rule.threshold]);
    const whole = rule.base === "seated" && rule.threshold !== "absolute" ? t`від усіх місць` : "";
    const needed = [part, whole].filter(Boolean).join(" ");
    switch (rule.method) {
      case "consent":
        return t`жодне обґрунтоване заперечення не лишилося в силі`;
      case "consensus":
        return t`усі, хто відповів, згодні або не заважають`;
      case "ranked":
        return t`один варіант має більшість, коли слабші вибули`;
      case "majority":
        return options.length > 0 ? t`за один варіант ${needed}` : t`«за» ${needed}`;
      default:
        return t`є думка більшості`;
    }
  };
}

/** Return the rule of a decision as one plain sentence. */
export function useRuleSentence(): (decision: DecisionOut) => string {
  const { t, i18n } = useLingui();
  const conditionOf = useCondition();
  return (decision) => {
    const { quorum, turnout, rule } = decision;
    const condition = conditionOf(decision);
    if (rule.method === "advice") return t`Це порада: результат нікого не зобов’язує.`;
    if (!quorum || rule.on_paper) return t`Рішення є, якщо ${condition}.`;
    const wanted = quorum.sectors.filter(({ demand }) => demand === "present");
    const names = wanted.map(({ sector }) => i18n._(SECTOR_LABELS[sector])).join(", ");
    const among = names ? t`, серед них ${names},` : "";
    const { needed } = quorum;
    return t`Рішення є, якщо відповіли щонайменше ${needed} із ${turnout.seated}${among} і ${condition}.`;
  };
}
