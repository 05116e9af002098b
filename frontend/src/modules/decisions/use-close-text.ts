import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { DecisionCard } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";

/** Return until when a decision takes answers, or when it was closed: «до 10 грудня, 18:00 · лишилося 2 дні». */
export function useCloseText(): (decision: DecisionCard) => string | undefined {
  const { t } = useLingui();
  const { dates } = useLocale();
  return ({ state, closed_at, closes_at }) => {
    if (closed_at) return t`закрито ${dates.full(closed_at)}`;
    if (!closes_at) return undefined;
    const until = t`до ${dates.full(closes_at)}`;
    if (state !== "open") return until;
    const days = dates.daysUntil(dates.day(closes_at));
    if (days < 0) return until;
    if (days === 0) return until + DOT + t`сьогодні`;
    const left = plural(days, {
      one: "лишився # день",
      few: "лишилося # дні",
      many: "лишилося # днів",
      other: "лишилося # дня",
    });
    return until + DOT + left;
  };
}
