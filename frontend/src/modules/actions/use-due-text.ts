import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { ActionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { TERMINAL_STATES } from "./status";

type DueFacts = Pick<ActionOut, "due_on" | "overdue" | "state" | "done_at">;

/** The day by which something is to be done, in the words of cards and of pages. */
export function useDueText() {
  const { t } = useLingui();
  const { dates } = useLocale();

  const overdue = ({ due_on, overdue }: Pick<DueFacts, "due_on" | "overdue">): string | null => {
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
  const term = (due: string): string => {
    const [day, rest] = [dates.long(due), left(due)];
    return rest ? t`строк ${day}, ${rest}` : t`строк ${day}`;
  };

  const long = ({ due_on, state }: DueFacts): string => {
    const day = dates.long(due_on);
    return TERMINAL_STATES.has(state) ? t`строк ${day}` : term(due_on);
  };

  return { overdue, left, short, term, long };
}
