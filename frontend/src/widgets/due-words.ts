import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { ActionOut } from "@/api/generated/types.gen";
import { OVER } from "@/design/status";
import { useReader } from "@/lib/reader";

type DueFacts = Pick<ActionOut, "due_on" | "overdue" | "state" | "done_at">;

/** The day by which something is to be done, in the words of cards and of pages. */
export function useDueWords() {
  const { t } = useLingui();
  const { dates } = useReader();

  const overdue = ({ due_on, overdue }: DueFacts): string | null => {
    if (!overdue) return null;
    const days = Math.max(1, -dates.daysUntil(due_on));
    return t`Прострочено на ${plural(days, { one: "# день", few: "# дні", many: "# днів", other: "# дня" })}`;
  };

  const left = (day: string): string | null => {
    const days = dates.daysUntil(day);
    if (days < 0) return null;
    if (days === 0) return t`сьогодні`;
    return t`${plural(days, { one: "лишився # день", few: "лишилося # дні", many: "лишилося # днів", other: "лишилося # дня" })}`;
  };

  /** «до 20.01.2026», «виконано 01.12» */
  const short = ({ due_on, state, done_at }: DueFacts): string => {
    const done = state === "done" && done_at ? dates.dayAndMonth(dates.day(done_at)) : null;
    return done ? t`виконано ${done}` : t`до ${dates.numeric(due_on)}`;
  };

  /** «строк 20 грудня, лишилося 12 днів» */
  const long = (facts: DueFacts): string => {
    const day = dates.long(facts.due_on);
    const rest = OVER.has(facts.state) ? null : left(facts.due_on);
    return rest ? t`строк ${day}, ${rest}` : t`строк ${day}`;
  };

  return { overdue, left, short, long };
}
