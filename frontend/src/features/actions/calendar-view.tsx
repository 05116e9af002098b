import { Plural, Trans } from "@lingui/react/macro";
import { useId } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { ActionRow } from "@/modules/actions/action-card";
import { ActionMenu } from "@/modules/actions/action-menu";
import { useActionView } from "@/modules/actions/action-views";
import { TERMINAL_STATES } from "@/modules/actions/status";
import type { Step } from "@/modules/actions/steps";
import classes from "./board.module.css";
import { type BoardFilters, boardAddress } from "./board-filters";
import { byDay, monthOf } from "./calendar";
import { MonthHead } from "./month-head";
import { MonthTable } from "./month-table";

interface CalendarProps {
  items: ActionOut[];
  filters: BoardFilters;
  onStep: (action: ActionOut, step: Step) => void;
}

/** What is open first, and of that what waits for the reader. */
function byNeed(a: ActionOut, b: ActionOut): number {
  return (
    Number(TERMINAL_STATES.has(a.state)) - Number(TERMINAL_STATES.has(b.state)) ||
    Number(b.waits_for_me) - Number(a.waits_for_me) ||
    a.number - b.number
  );
}

/** The items of one month on the days on which they are due; on a narrow screen day after day. */
export function CalendarView({ items, filters, onStep }: CalendarProps) {
  const wide = useWide();
  const { dates } = useLocale();
  const id = useId();
  const month = filters.month ?? monthOf(dates.today());
  const address = (of: string) =>
    boardAddress({ ...filters, month: of === monthOf(dates.today()) ? undefined : of });
  const days = byDay([...items].sort(byNeed));
  const count = items.filter(({ due_on }) => monthOf(due_on) === month).length;
  return (
    <section aria-labelledby={id}>
      <MonthHead id={id} month={month} title={dates.month(month)} address={address}>
        {count === 0 ? (
          <Trans>На цей місяць доручень немає</Trans>
        ) : (
          <Plural value={count} one="# доручення" few="# доручення" many="# доручень" other="# доручення" />
        )}
      </MonthHead>
      {wide ? (
        <MonthTable labelledBy={id} month={month} days={days} address={address} />
      ) : (
        <DayList month={month} days={days} onStep={onStep} />
      )}
    </section>
  );
}

interface DayListProps {
  month: string;
  days: Map<string, ActionOut[]>;
  onStep: CalendarProps["onStep"];
}

function DayList({ month, days, onStep }: DayListProps) {
  const { dates } = useLocale();
  const view = useActionView();
  const own = [...days].filter(([day]) => monthOf(day) === month).sort(([a], [b]) => a.localeCompare(b));
  return own.map(([day, items]) => (
    <section key={day} className={classes.section} aria-labelledby={`day-${day}`}>
      <header className={classes.sectionHead}>
        <h2 id={`day-${day}`}>{dates.heading(day)}</h2>
        {day === dates.today() && (
          <span className="v-small v-t2">
            <Trans>сьогодні</Trans>
          </span>
        )}
      </header>
      <ul className={classes.rows}>
        {items.map((action) => (
          <ActionRow
            key={action.id}
            action={view(action)}
            withState
            menu={<ActionMenu action={action} vertical onStep={(step) => onStep(action, step)} />}
          />
        ))}
      </ul>
    </section>
  ));
}
