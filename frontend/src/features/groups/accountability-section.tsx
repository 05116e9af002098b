import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { AccountabilityOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { day, useUrlFilters } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import type { Path } from "@/lib/paths";
import { type ReportFilter, reportListUrl } from "@/modules/actions/report-filters";
import { STATE_LABELS, STATES, StatusGlyph } from "@/modules/actions/status";
import { accountabilityQuery, type Period } from "@/queries/actions";
import { BarTable, Figure } from "@/ui/bar-table";
import { Card } from "@/ui/card";
import { FilterChip, FilterRow } from "@/ui/choice";
import { Disclosure } from "@/ui/disclosure";
import { EmptyState } from "@/ui/feedback";
import classes from "./accountability.module.css";
import { type AccountProps, Meaning, Meanings } from "./accountability-meanings";
import { OwnersTable } from "./accountability-owners";
import { LeadTime, Punctuality } from "./accountability-speed";
import { OwnPeriod } from "./own-period";

const FILTERS = { first: day, last: day };

/** How a group keeps its word: figures of institutions, each leading to the items that it counts. */
export function AccountabilitySection({ groupId }: { groupId: string }) {
  const { values: period, set } = useUrlFilters(FILTERS);
  const account = useQuery(accountabilityQuery(groupId, period));
  return (
    <>
      <Periods groupId={groupId} period={period} onShow={set} />
      <QueryBoundary query={account} loading={<Trans>Рахуємо…</Trans>}>
        {(data) => <Account account={data} groupId={groupId} />}
      </QueryBoundary>
    </>
  );
}

interface PeriodsProps {
  groupId: string;
  period: Period;
  onShow: (period: Period) => void;
}

/** The last twelve months, this year, the one before, or from a day to a day. */
function Periods({ groupId, period, onShow }: PeriodsProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const year = Number(dates.today().slice(0, 4));
  const years = [year, year - 1].map((one) => ({
    first: `${one}-01-01`,
    last: `${one}-12-31`,
    label: `${one}`,
  }));
  const choices = [{ first: undefined, last: undefined, label: t`12 місяців` }, ...years];
  const [choosing, setChoosing] = useState(false);
  const isShown = (one: Period) => one.first === period.first && one.last === period.last;
  const isOwn = !choices.some(isShown);
  const show = ({ first, last }: Period) => {
    setChoosing(false);
    onShow({ first, last });
  };
  return (
    <div className={classes.periods}>
      <FilterRow label={t`За який час`}>
        {choices.map((one) => (
          <FilterChip key={one.label} on={!choosing && isShown(one)} onClick={() => show(one)}>
            {one.label}
          </FilterChip>
        ))}
        <FilterChip on={choosing || isOwn} onClick={() => setChoosing(true)}>
          <Trans>Свій період</Trans>
        </FilterChip>
      </FilterRow>
      {(choosing || isOwn) && <OwnPeriod period={period} onShow={show} />}
      <Report groupId={groupId} year={period.first?.slice(0, 4) ?? String(year)} />
    </div>
  );
}

/** A year on paper: of what the whole group reads, so that it can be passed on. */
function Report({ groupId, year }: { groupId: string; year: string }) {
  const { language } = useLocale();
  const words = new URLSearchParams({ year, language });
  return (
    <a className="v-reach" href={`/api/v1/groups/${groupId}/accountability/report?${words}`} download>
      <Trans>Звіт за {year} рік (PDF)</Trans>
    </a>
  );
}

function Account({ account, groupId }: { account: AccountabilityOut; groupId: string }) {
  const props = { account, to: (counted: ReportFilter) => reportListUrl(groupId, counted) };
  if (account.total.total === 0 && account.kept.due === 0 && account.lead.count === 0) {
    return (
      <EmptyState title={<Trans>За цей час доручень немає</Trans>}>
        <Trans>Виберіть інший період або доручіть щось у темі чи на засіданні.</Trans>
      </EmptyState>
    );
  }
  return (
    <div className="v-stack">
      <Card padded title={<Trans>Над чим працює група</Trans>}>
        <InShort account={account} />
        <Totals {...props} />
      </Card>
      <Disclosure label={<Trans>Докладно</Trans>} opened={false}>
        <Tables {...props} />
      </Disclosure>
    </div>
  );
}

/** The figures of a group in a sentence. */
function InShort({ account }: { account: AccountabilityOut }) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const { kept } = account;
  const { total } = account.total;
  const [first, last] = [account.first, account.last].map((one) => dates.numeric(one));
  const work = plural(total, {
    one: "# дорученням",
    few: "# дорученнями",
    many: "# дорученнями",
    other: "# доручення",
  });
  if (kept.due === 0) return <p>{t`З ${first} до ${last} група працювала над ${work}.`}</p>;
  const share = i18n.number(kept.kept / kept.due, { style: "percent", maximumFractionDigits: 0 });
  return (
    <p>
      {t`З ${first} до ${last} група працювала над ${work}; вчасно виконано ${share} з тих, чий строк минув.`}
    </p>
  );
}

/** The details behind the sentence. */
function Tables(props: AccountProps) {
  const { account } = props;
  const { dates } = useLocale();
  const day = dates.numeric(account.day);
  return (
    <div className={classes.grid}>
      <Card padded title={<Trans>За станом</Trans>}>
        <p className={classes.means}>
          <Trans>Станом на {day}.</Trans> <Meaning account={account} of="seen" />
        </p>
        <ByState {...props} />
        <Meanings account={account} of={["worked_on", "late", "proved"]} />
      </Card>
      <div className="v-stack">
        <Punctuality {...props} />
        <LeadTime {...props} />
      </div>
      <Card padded title={<Trans>Давність відкритого</Trans>}>
        <Ages {...props} />
      </Card>
      <Card padded title={<Trans>Давність простроченого</Trans>}>
        <Lateness {...props} />
      </Card>
      <div className={classes.wide}>
        <Card padded title={<Trans>За секторами й організаціями</Trans>}>
          <Meanings account={account} of={["owners"]} />
          <OwnersTable {...props} />
        </Card>
      </div>
      <div className={classes.wide}>
        <Card padded title={<Trans>За місяцями</Trans>}>
          <Months {...props} />
        </Card>
      </div>
    </div>
  );
}

/** All that was worked on in the period. */
const workedOn = ({ first, last }: AccountabilityOut): ReportFilter => ({
  worked_from: first,
  worked_to: last,
});

interface TotalProps {
  name: ReactNode;
  value: number;
  href: Path;
  className?: string;
}

function Total({ name, value, href, className }: TotalProps) {
  return (
    <div className={className}>
      <dt>{name}</dt>
      <dd>
        <Figure value={value} href={href} />
      </dd>
    </div>
  );
}

function Totals({ account, to }: AccountProps) {
  const { total, open, late, proved } = account.total;
  const all = workedOn(account);
  return (
    <dl className={classes.head}>
      <Total name={<Trans>Усього доручень</Trans>} value={total} href={to(all)} />
      <Total name={<Trans>Відкрито</Trans>} value={open} href={to({ ...all, among: "open" })} />
      <Total
        className={late > 0 ? classes.late : undefined}
        name={<Trans>Прострочено</Trans>}
        value={late}
        href={to({ ...all, late: "yes" })}
      />
      <Total name={<Trans>Підтверджено</Trans>} value={proved} href={to({ ...all, among: "proved" })} />
    </dl>
  );
}

function ByState({ account, to }: AccountProps) {
  const { i18n } = useLingui();
  const rows = STATES.filter((state) => (account.states[state] ?? 0) > 0);
  return (
    <BarTable
      caption={<Trans>Доручення за станом</Trans>}
      head={<Trans>Стан</Trans>}
      columns={[<Trans key="count">Кількість</Trans>]}
      rows={rows.map((state) => ({
        key: state,
        label: (
          <span className={classes.state}>
            <StatusGlyph state={state} size={18} />
            {i18n._(STATE_LABELS[state])}
          </span>
        ),
        measures: [{ value: account.states[state] ?? 0, href: to({ ...workedOn(account), state }) }],
      }))}
    />
  );
}

/** «0–30 днів», «понад 365 днів» */
function useAgeWords() {
  const { t } = useLingui();
  return ({ first_day: first, last_day: last }: AccountabilityOut["ages"][number]) => {
    const least = first - 1;
    return last === null ? t`понад ${least} днів` : t`${first}–${last} днів`;
  };
}

function Ages({ account, to }: AccountProps) {
  const words = useAgeWords();
  return (
    <>
      <Meanings account={account} of={["age"]} />
      <div className={classes.bars}>
        <BarTable
          caption={<Trans>Відкриті доручення за давністю</Trans>}
          head={<Trans>Давність</Trans>}
          columns={[<Trans key="count">Кількість</Trans>]}
          rows={account.ages.map((row) => ({
            key: String(row.first_day),
            label: words(row),
            measures: [
              {
                value: row.count,
                href: to({
                  ...workedOn(account),
                  among: "open",
                  made_from: row.since ?? undefined,
                  made_to: row.until,
                }),
              },
            ],
          }))}
        />
      </div>
    </>
  );
}

function Lateness({ account, to }: AccountProps) {
  const words = useAgeWords();
  const all = workedOn(account);
  return (
    <>
      <Meanings account={account} of={["lateness"]} />
      <div className={classes.bars}>
        <BarTable
          caption={<Trans>Прострочені доручення за давністю</Trans>}
          head={<Trans>Скільки минуло</Trans>}
          columns={[<Trans key="now">Теперішній строк</Trans>, <Trans key="first">Первинний строк</Trans>]}
          rows={account.lateness.map((row) => ({
            key: String(row.first_day),
            label: words(row),
            measures: [
              {
                value: row.count,
                href: to({ ...all, late: "yes", due_from: row.since ?? undefined, due_to: row.until }),
              },
              {
                value: row.count_at_first,
                href: to({
                  ...all,
                  late: "first",
                  first_due_from: row.since ?? undefined,
                  first_due_to: row.until,
                }),
              },
            ],
          }))}
        />
      </div>
    </>
  );
}

function Months({ account, to }: AccountProps) {
  const { dates } = useLocale();
  return (
    <>
      <Meanings account={account} of={["trend"]} />
      <div className={classes.bars}>
        <BarTable
          caption={<Trans>Створено і підтверджено за місяцями</Trans>}
          head={<Trans>Місяць</Trans>}
          columns={[<Trans key="made">Створено</Trans>, <Trans key="verified">Підтверджено</Trans>]}
          rows={account.months.map(({ first, last, made, verified }) => ({
            key: first,
            label: dates.month(first.slice(0, 7)),
            measures: [
              { value: made, href: to({ made_from: first, made_to: last }) },
              {
                value: verified,
                href: to({ among: "proved", verified_from: first, verified_to: last }),
              },
            ],
          }))}
        />
      </div>
    </>
  );
}
