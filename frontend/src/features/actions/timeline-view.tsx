import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconArrowNarrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { ItemNumber } from "@/modules/actions/item-number";
import { STATE_LABELS, StatusGlyph, stateClass } from "@/modules/actions/status";
import { useDueText } from "@/modules/actions/use-due-text";
import { actionPath } from "@/modules/entities/paths";
import { dependenciesQuery } from "@/queries/actions";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { type BoardFilters, boardAddress } from "./board-filters";
import { monthOf } from "./calendar";
import { MonthHead } from "./month-head";
import { linksOf, pageOf, placeOf, type Row, rowsOf, type Wait } from "./timeline";
import look from "./timeline.module.css";

/** As high as a row of the wide sheet is; what is drawn between rows reckons with it. */
const ROW = 64;

/** The items of three months as bars from day to day, and what waits for what. */
export function TimelineView({ items, filters }: { items: ActionOut[]; filters: BoardFilters }) {
  const { dates } = useLocale();
  const wide = useWide();
  const id = useId();
  const { data: edges = [] } = useQuery(dependenciesQuery(filters.group));
  const month = filters.month ?? monthOf(dates.today());
  const page = pageOf(month);
  const rows = rowsOf(items, edges, page, (moment) => dates.day(moment));
  const address = (of: string) =>
    boardAddress({ ...filters, month: of === monthOf(dates.today()) ? undefined : of });
  const [begin = month] = page.months;
  return (
    <section aria-labelledby={id}>
      <MonthHead
        id={id}
        month={month}
        title={`${dates.month(begin)} – ${dates.month(monthOf(page.last)).toLocaleLowerCase()}`}
        address={address}
      >
        <Counted count={rows.length} />
      </MonthHead>
      {rows.length === 0 ? (
        <EmptyState title={<Trans>На ці місяці доручень немає</Trans>}>
          <Trans>Погортайте місяці або змініть, що показати.</Trans>
        </EmptyState>
      ) : (
        <div className={look.sheet}>
          {wide && <Scale {...page} />}
          <div className={look.body}>
            <ol className={look.rows}>
              {rows.map((row) => (
                <Line key={row.item.id} row={row} page={page} />
              ))}
            </ol>
            {wide && <Links rows={rows} page={page} />}
          </div>
        </div>
      )}
      <Legend />
    </section>
  );
}

function Counted({ count }: { count: number }) {
  if (count === 0) return null;
  return <Plural value={count} one="# доручення" few="# доручення" many="# доручень" other="# доручення" />;
}

type Page = ReturnType<typeof pageOf>;

const percent = (share: number) => `${100 * share}%`;

/** The months above the bars. */
function Scale({ months, first, last }: Page) {
  const { dates } = useLocale();
  return (
    <div className={look.scale} aria-hidden="true">
      {months.map((month) => (
        <span key={month} style={{ left: percent(placeOf(`${month}-01`, first, last)) }}>
          {dates.month(month)}
        </span>
      ))}
    </div>
  );
}

function Line({ row, page }: { row: Row; page: Page }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const due = useDueText();
  const { item } = row;
  const late = due.overdue(item);
  const moved = item.original_due_on === item.due_on ? null : dates.numeric(item.original_due_on);
  return (
    <li className={look.row}>
      <AppLink href={actionPath(item.id)} className={look.name}>
        <span className={look.title}>
          <StatusGlyph state={item.state} />
          <span className="v-hidden">{i18n._(STATE_LABELS[item.state])}</span>
          <ItemNumber number={item.number} />
          <b>{say(item.title)}</b>
        </span>
        <span className={look.facts}>
          {say(item.owner.short_name)} · {due.short(item)}
          {moved && (
            <>
              {" "}
              <Trans>(спершу {moved})</Trans>
            </>
          )}
          {late && <b className={look.late}> · {late}</b>}
        </span>
      </AppLink>
      {row.waits.length > 0 && <Waits waits={row.waits} />}
      <Bar row={row} page={page} />
    </li>
  );
}

/** For what an item waits, in words: the lines between the bars say nothing else. */
function Waits({ waits }: { waits: Wait[] }) {
  const { t } = useLingui();
  return (
    <ul className={look.waits} aria-label={t`Чекає на інші доручення`}>
      {waits.map(({ item, late }) => {
        const number = item.number;
        return (
          <li key={item.id} className={late ? look.late : undefined}>
            {late ? <Icon of={IconAlertTriangle} size={16} /> : <Icon of={IconArrowNarrowRight} size={16} />}
            {late ? (
              <Trans>чекає на № {number}, строк якого пізніший</Trans>
            ) : (
              <Trans>чекає на № {number}</Trans>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** From when it was made to the end of its due day; what goes on beyond that to today is overdue. */
function Bar({ row: { item, from, to }, page: { first, last } }: { row: Row; page: Page }) {
  const { dates } = useLocale();
  const today = dates.today();
  const [left, right] = [placeOf(from, first, last), placeOf(dayAfter(to), first, last)];
  const now = placeOf(today, first, last);
  const moved = item.original_due_on !== item.due_on && item.original_due_on >= first;
  return (
    <span className={look.track} aria-hidden="true">
      {today >= first && today <= last && <i className={look.today} style={{ left: percent(now) }} />}
      <i
        className={`${look.bar} ${stateClass(item.state)}`}
        style={{ left: percent(left), width: percent(Math.max(0.006, right - left)) }}
      />
      {item.overdue && now > right && (
        <i className={look.over} style={{ left: percent(right), width: percent(now - right) }} />
      )}
      {moved && (
        <i
          className={look.moved}
          style={{ left: percent(placeOf(dayAfter(item.original_due_on), first, last)) }}
        />
      )}
    </span>
  );
}

/** A line from the due day of what is waited for to the row of who waits. */
function Links({ rows, page: { first, last } }: { rows: Row[]; page: Page }) {
  const links = linksOf(rows);
  if (links.length === 0) return null;
  const height = rows.length * ROW;
  return (
    <svg
      className={look.links}
      viewBox={`0 0 1000 ${height}`}
      style={{ height }}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {links.map(({ from, to, day, late }) => {
        const x = 1000 * placeOf(dayAfter(day), first, last);
        const [start, end] = [from, to].map((row) => row * ROW + ROW / 2);
        return (
          <g key={`${from} ${to}`} className={late ? look.conflict : undefined}>
            <path d={`M ${x} ${start} V ${end}`} />
            <path d={`M ${x} ${end} h 0.01`} className={look.tip} />
          </g>
        );
      })}
    </svg>
  );
}

function Legend() {
  return (
    <ul className={look.legend}>
      <li>
        <i className={look.todaySign} aria-hidden="true" />
        <Trans>сьогодні</Trans>
      </li>
      <li>
        <i className={look.overSign} aria-hidden="true" />
        <Trans>прострочено</Trans>
      </li>
      <li>
        <i className={look.movedSign} aria-hidden="true" />
        <Trans>перший строк</Trans>
      </li>
      <li>
        <i className={look.waitSign} aria-hidden="true" />
        <Trans>чекає на інше доручення</Trans>
      </li>
    </ul>
  );
}
