import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { StateBar, StateLegend } from "@/modules/actions/state-bar";
import { StatusGlyph } from "@/modules/actions/status";
import { SectorLabel } from "@/modules/organisations/sector";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { type BoardFilters, boardAddress } from "./board-filters";
import { type Load, loadsOf } from "./workload";
import look from "./workload.module.css";

/** What each organisation has to do, and when. Every figure leads to the items that it counts. */
export function WorkloadView({ items, filters }: { items: ActionOut[]; filters: BoardFilters }) {
  const { dates, localize: say, language } = useLocale();
  const wide = useWide();
  const id = useId();
  const names = byName(language);
  const loads = loadsOf(items, dates.today(), (a, b) => names(say(a.short_name), say(b.short_name)));
  if (loads.length === 0) {
    return (
      <EmptyState title={<Trans>Відкритих доручень немає</Trans>}>
        <Trans>Тут видно, скільки роботи попереду в кожної організації.</Trans>
      </EmptyState>
    );
  }
  const states = Object.fromEntries(
    loads.flatMap(({ states }) => Object.entries(states)).map(([state]) => [state, sumOf(loads, state)]),
  );
  const shown = { loads, filters, most: Math.max(...loads.map(({ open }) => open)) };
  return (
    <section className={look.sheet} aria-labelledby={id}>
      <h2 id={id}>
        <Trans>Робота попереду</Trans>
      </h2>
      <p className="v-small v-t2">
        <Trans>
          Відкриті доручення за виконавцями, від А до Я. Доручення враховано один раз — у виконавця; те, де
          організація співвиконавець, стоїть окремо. Кожне число веде до своїх доручень.
        </Trans>
      </p>
      {wide ? <Table {...shown} labelledBy={id} /> : <Cards {...shown} />}
      <div className={look.legend}>
        <StateLegend counts={states} />
      </div>
    </section>
  );
}

function sumOf(loads: Load[], state: string): number {
  return loads.reduce((sum, { states }) => sum + (states[state as keyof Load["states"]] ?? 0), 0);
}

interface ShownProps {
  loads: Load[];
  filters: BoardFilters;
  /** How many items the widest bar stands for. */
  most: number;
}

/** The figures of an organisation, each with its name and the address of what it counts. */
function useFigures(filters: BoardFilters) {
  const { t } = useLingui();
  // Whose it is says more than that it is one's own.
  const show = filters.show === "own" ? undefined : filters.show;
  return ({ owner, outside, open, overdue, soon, hours, estimated, shared }: Load) => {
    const opened = { ...filters, show, view: "list", among: "open" } as const;
    const whose = outside ? { outside_body: owner.id } : { owner: owner.id };
    const list = (more: BoardFilters = {}) => boardAddress({ ...opened, ...whose, ...more });
    const all = list();
    return [
      { key: "open", name: t`Відкриті`, value: open, href: all },
      { key: "overdue", name: t`Прострочені`, value: overdue, href: list({ late: "yes" }) },
      { key: "soon", name: t`Строк за 14 днів`, value: soon, href: list({ due: "fortnight" }) },
      { key: "hours", name: t`Години`, value: hours, href: all, unknown: open - estimated },
      {
        key: "shared",
        name: t`Співвиконавець`,
        value: shared,
        href: boardAddress({ ...opened, coowner: owner.id }),
      },
    ];
  };
}

type FigureOf = ReturnType<ReturnType<typeof useFigures>>[number];

function Figure({ name, figure, owner }: { name?: string; figure: FigureOf; owner: string }) {
  const late = figure.key === "overdue" && figure.value > 0;
  const guess = figure.value === 0 && figure.unknown;
  return (
    <>
      {name && <span className="v-tiny">{name}</span>}
      {figure.value === 0 ? (
        <span className={look.none}>{guess ? <Trans>не оцінено</Trans> : 0}</span>
      ) : (
        <AppLink
          href={figure.href}
          aria-label={`${owner}, ${figure.name}: ${figure.value}`}
          className={`${look.figure} ${late ? look.late : ""}`}
        >
          {late && <StatusGlyph state="overdue" size={14} />}
          {figure.value}
        </AppLink>
      )}
      {!guess && !!figure.unknown && (
        <span className="v-micro v-t2">
          <Trans>без оцінки: {figure.unknown}</Trans>
        </span>
      )}
    </>
  );
}

function Bar({ load, most }: { load: Load; most: number }) {
  return (
    <div style={{ width: `${(100 * load.open) / most}%` }}>
      <StateBar counts={load.states} />
    </div>
  );
}

function Table({ loads, filters, most, labelledBy }: ShownProps & { labelledBy: string }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const figures = useFigures(filters);
  const heads: ReactNode[] = loads[0]
    ? figures(loads[0]).map(({ key, name }) => (
        <th key={key} scope="col">
          {name}
        </th>
      ))
    : [];
  return (
    <table className={look.table} aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">{t`Організація`}</th>
          <th scope="col" className={look.wide}>{t`За станами`}</th>
          {heads}
        </tr>
      </thead>
      <tbody>
        {loads.map((load) => (
          <tr key={load.owner.id}>
            <th scope="row">
              <SectorLabel sector={load.owner.sector}>{say(load.owner.short_name)}</SectorLabel>
            </th>
            <td>
              <Bar load={load} most={most} />
            </td>
            {figures(load).map((figure) => (
              <td key={figure.key} className={look.number}>
                <Figure figure={figure} owner={say(load.owner.short_name)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards({ loads, filters, most }: ShownProps) {
  const { localize: say } = useLocale();
  const figures = useFigures(filters);
  return (
    <ul className={look.cards}>
      {loads.map((load) => (
        <li key={load.owner.id}>
          <h3>
            <SectorLabel sector={load.owner.sector}>{say(load.owner.short_name)}</SectorLabel>
          </h3>
          <Bar load={load} most={most} />
          <ul className={look.figures}>
            {figures(load).map((figure) => (
              <li key={figure.key}>
                <Figure name={figure.name} figure={figure} owner={say(load.owner.short_name)} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
