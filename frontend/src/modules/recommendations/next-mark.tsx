import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { RecommendationOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { AttentionPill } from "@/modules/actions/status";
import classes from "./row.module.css";

const OVER = new Set<RecommendationOut["implementation"]>(["verified", "closed_not_implemented"]);

interface NextMarkProps {
  recommendation: RecommendationOut;
}

/** What comes next, in a word or two: honey only where it waits for the reader. */
export function NextMark({ recommendation }: NextMarkProps): ReactNode {
  const { stage, waits_for_me, response, implementation } = recommendation;
  if (stage === "superseded") return <Trans>замінено новою</Trans>;
  if (waits_for_me) {
    return (
      <AttentionPill>
        <Trans>Чекає на вас</Trans>
      </AttentionPill>
    );
  }
  if (OVER.has(implementation)) return null;
  if (response === "pending") return <AnswerDue recommendation={recommendation} />;
  if (implementation === "implemented") return <Trans>чекає перевірки</Trans>;
  return <AgreedDay recommendation={recommendation} />;
}

function AnswerDue({ recommendation: { due_on, overdue } }: NextMarkProps) {
  const { dates } = useLocale();
  const day = due_on && dates.long(due_on);
  if (!day) return null;
  return (
    <span className={overdue ? classes.late : undefined}>
      {overdue ? <Trans>відповідь мала бути до {day}</Trans> : <Trans>відповідь до {day}</Trans>}
    </span>
  );
}

function AgreedDay({ recommendation: { agreed_on } }: NextMarkProps) {
  const { dates } = useLocale();
  if (!agreed_on) return null;
  const day = dates.numeric(agreed_on);
  const isLate = dates.daysUntil(agreed_on) < 0;
  return (
    <span className={isLate ? classes.late : undefined}>
      {isLate ? <Trans>мало бути до {day}</Trans> : <Trans>до {day}</Trans>}
    </span>
  );
}
