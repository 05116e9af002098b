import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { ItemNumber } from "@/modules/actions/item-number";
import { AttentionPill, STATE_LABELS, StatusGlyph, TERMINAL_STATES } from "@/modules/actions/status";
import { useDueText } from "@/modules/actions/use-due-text";
import { actionPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { dayByKey, dayIn, type MonthAddress, monthOf, weeksOf } from "./calendar";
import look from "./calendar.module.css";

/** Of a day so many are shown at once; the rest on request. */
const MOST_SHOWN = 3;

interface MonthTableProps {
  labelledBy: string;
  month: string;
  days: Map<string, ActionOut[]>;
  address: MonthAddress;
}

const dayAt = (target: EventTarget) =>
  target instanceof Element ? target.closest<HTMLElement>("[data-day]") : null;

/** One day of the page takes the keys: the one that was moved to, else today, else the first. */
function useDays({ month, days, address }: Omit<MonthTableProps, "labelledBy">) {
  const { dates } = useLocale();
  const router = useRouter();
  const table = useRef<HTMLTableElement>(null);
  const [moved, setMoved] = useState<string>();
  const [opened, setOpened] = useState<string>();
  const kept = moved && monthOf(moved) === month ? moved : undefined;
  const current = kept ?? (monthOf(dates.today()) === month ? dates.today() : dayIn(month, `${month}-01`));
  const cell = (day: string) => table.current?.querySelector<HTMLElement>(`[data-day="${day}"]`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move by keys takes the focus along
  useEffect(() => {
    if (kept) cell(kept)?.focus();
  }, [kept]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was just opened is entered
  useEffect(() => {
    if (opened) cell(opened)?.querySelector("a")?.focus();
  }, [opened]);
  const enter = (day: string) => {
    const items = days.get(day) ?? [];
    const [only] = items;
    if (items.length === 1 && only) return void router.navigate({ href: actionPath(only.id) });
    if (items.length > 0) setOpened(day);
  };
  const move = (day: string) => {
    setMoved(day);
    if (monthOf(day) === month) cell(day)?.focus();
    else void router.navigate({ href: address(monthOf(day)), replace: true, resetScroll: false });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = dayAt(event.target);
    const day = at?.dataset.day;
    if (!at || !day || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = dayByKey(day, event.key);
    if (next) move(next);
    else if (event.key === "Enter" && event.target === at) enter(day);
    else if (event.key === "Escape") at.focus();
    else return;
    event.preventDefault();
  };
  return { table, current, opened, open: setOpened, onKeyDown };
}

/** A page of a calendar. Arrows move from day to day, also into the next month; Enter opens a day. */
export function MonthTable({ labelledBy, month, days, address }: MonthTableProps) {
  const { table, current, opened, open, onKeyDown } = useDays({ month, days, address });
  const weeks = weeksOf(month);
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose days are moved along with the keys is a grid
    <table ref={table} role="grid" aria-labelledby={labelledBy} className={look.table} onKeyDown={onKeyDown}>
      <Weekdays week={weeks[0] ?? []} />
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day
                key={day}
                day={day}
                other={monthOf(day) !== month}
                items={days.get(day) ?? []}
                current={day === current}
                all={day === opened}
                onAll={() => open(day)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Weekdays({ week }: { week: string[] }) {
  const { dates } = useLocale();
  return (
    <thead>
      <tr>
        {week.map((day) => (
          <th key={day} scope="col">
            <span aria-hidden="true">{dates.weekdayShort(day)}</span>
            <span className="v-hidden">{dates.weekday(day)}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface DayProps {
  day: string;
  /** It belongs to the month before or after. */
  other: boolean;
  items: ActionOut[];
  current: boolean;
  all: boolean;
  onAll: () => void;
}

function Day({ day, other, items, current, all, onAll }: DayProps) {
  const { dates } = useLocale();
  const today = day === dates.today();
  const shown = all ? items : items.slice(0, MOST_SHOWN);
  const rest = items.length - shown.length;
  const tab = current ? 0 : -1;
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid
      role="gridcell"
      data-day={day}
      tabIndex={tab}
      aria-current={today ? "date" : undefined}
      className={`${look.day} ${other ? look.other : ""}`}
    >
      <DayNumber day={day} today={today} count={items.length} />
      {shown.length > 0 && (
        <ul>
          {shown.map((action) => (
            <Due key={action.id} action={action} tab={tab} />
          ))}
        </ul>
      )}
      {rest > 0 && (
        <Button kind="ghost" tabIndex={tab} className={look.rest} onClick={onAll}>
          <Trans>Ще {rest}</Trans>
        </Button>
      )}
    </td>
  );
}

function DayNumber({ day, today, count }: { day: string; today: boolean; count: number }) {
  const { dates } = useLocale();
  return (
    <p className={look.number}>
      <span aria-hidden="true" className={today ? look.today : undefined}>
        {Number(day.slice(8))}
      </span>
      {today && (
        <span className="v-micro">
          <Trans>сьогодні</Trans>
        </span>
      )}
      <span className="v-hidden">
        {dates.heading(day)}
        {count > 0 && (
          <>
            {": "}
            <Plural value={count} one="# доручення" few="# доручення" many="# доручень" other="# доручення" />
          </>
        )}
      </span>
    </p>
  );
}

function Due({ action, tab }: { action: ActionOut; tab: number }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const late = useDueText().overdue(action);
  const { state } = action;
  const names = [look.due, TERMINAL_STATES.has(state) ? look.over : "", action.waits_for_me ? look.you : ""];
  return (
    <li>
      <AppLink href={actionPath(action.id)} tabIndex={tab} className={names.join(" ")}>
        <span className={look.facts}>
          <StatusGlyph state={state} />
          <span className="v-hidden">{i18n._(STATE_LABELS[state])}</span>
          <ItemNumber number={action.number} />
          {action.waits_for_me && (
            <AttentionPill>
              <Trans>Чекає на вас</Trans>
            </AttentionPill>
          )}
        </span>
        <span className={look.title}>{say(action.title)}</span>
        {late && (
          <span className={look.late}>
            <StatusGlyph state="overdue" size={14} />
            {late}
          </span>
        )}
      </AppLink>
    </li>
  );
}
