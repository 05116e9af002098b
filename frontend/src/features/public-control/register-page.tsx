import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { SectionCard } from "@/kit/section-card";
import { oneOf, text, useUrlFilters } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { useProgrammeTabs } from "@/modules/dossier/tabs";
import { ReplyTotals } from "@/modules/public-control/reply-totals";
import {
  MECHANISMS,
  type Mechanism,
  OUTCOMES,
  type Outcome,
  useChoices,
} from "@/modules/public-control/words";
import { controlRepliesQuery, controlReplyTotalsQuery } from "@/queries/controls";
import { groupsQuery } from "@/queries/groups";
import type { ControlReplyFilter } from "@/queries/keys";
import { Button, ButtonLink } from "@/ui/button";
import { FilterRow } from "@/ui/choice";
import { ChoiceChip } from "@/ui/choice-chip";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, Tabs, useTitle } from "@/ui/page";
import classes from "./control.module.css";
import { RegisterRow } from "./register-row";

const FILTERS = {
  group: text,
  authority: text,
  body: text,
  mechanism: oneOf(Object.keys(MECHANISMS) as Mechanism[]),
  outcome: oneOf(Object.keys(OUTCOMES) as Outcome[]),
};

type Filters = ReturnType<typeof useUrlFilters<typeof FILTERS>>;

/** Nothing is narrowed. */
const NONE = { group: "", authority: "", body: "", mechanism: undefined, outcome: undefined };

function filterOf({ body, ...words }: Filters["values"]): ControlReplyFilter {
  const given = Object.entries({ ...words, outside_body: body }).filter(([, value]) => value);
  return Object.fromEntries(given);
}

/** What authorities did with the reports of public controls that the reader sees, across groups. */
export function ControlRepliesPage() {
  const { t } = useLingui();
  useTitle(t`Відповіді органів`);
  const filters = useUrlFilters(FILTERS);
  const filter = filterOf(filters.values);
  const totals = useQuery(controlReplyTotalsQuery(filter));
  const rows = useInfiniteQuery(controlRepliesQuery(filter));
  const empty = <Nothing narrowed={Object.keys(filter).length > 0} onReset={() => filters.set(NONE)} />;
  return (
    <Page>
      <PageHeader
        title={<Trans>Програми</Trans>}
        lead={<Trans>Що органи відповіли на звіти громадського контролю</Trans>}
        actions={
          <ButtonLink kind="quiet" href="/public/control-replies">
            <Trans>Сторінка для всіх</Trans>
          </ButtonLink>
        }
      >
        <Tabs label={t`Розділи програм`} tabs={useProgrammeTabs("replies")} />
      </PageHeader>
      <FilterBar filters={filters} />
      <SectionCard
        title={<Trans>За органами</Trans>}
        query={totals}
        loading={<Trans>Рахуємо відповіді…</Trans>}
        empty={empty}
      >
        {(one) => <ReplyTotals key={one.authority.id} totals={one} />}
      </SectionCard>
      {totals.data?.length !== 0 && (
        <SectionCard title={<Trans>Звіти</Trans>} query={rows} loading={<Trans>Завантажуємо звіти…</Trans>}>
          {(one) => <RegisterRow key={one.dossier.id} row={one} />}
        </SectionCard>
      )}
    </Page>
  );
}

function Nothing({ narrowed, onReset }: { narrowed: boolean; onReset: () => void }) {
  if (!narrowed) {
    return (
      <EmptyState title={<Trans>Звітів ще не надсилали</Trans>}>
        <Trans>
          Тут буде, хто з органів відповів вчасно, хто із запізненням, хто відмовив або промовчав.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={<Trans>Таких відповідей немає</Trans>}
      button={
        <Button kind="quiet" onClick={onReset}>
          <Trans>Скинути фільтр</Trans>
        </Button>
      }
    />
  );
}

/** Authorities of all that the reader sees, however the list is narrowed. */
function useAuthorities() {
  const { localize } = useLocale();
  const { data = [] } = useQuery(controlReplyTotalsQuery({}));
  return data.map(({ authority, authority_outside }) => ({
    value: authority.id,
    label: localize(authority.short_name),
    outside: authority_outside,
  }));
}

function FilterBar({ filters: { values, set } }: { filters: Filters }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const authorities = useAuthorities();
  const { data: groups = [] } = useQuery(groupsQuery);
  const all = { value: "", label: t({ message: "Усі", context: "filter" }) };
  const mechanisms = [all, ...useChoices(MECHANISMS)];
  const outcomes = [all, ...useChoices(OUTCOMES)];
  const chip = (
    label: string,
    value: string,
    options: (typeof all)[],
    onChange: (chosen: string) => void,
  ) => <ChoiceChip {...{ label, value, options, onChange }} on={value !== ""} labelWhenOff />;
  const choose = (id: string) => {
    const outside = authorities.some((one) => one.value === id && one.outside);
    set({ authority: outside ? "" : id, body: outside ? id : "" });
  };
  return (
    <div className={classes.filters}>
      <FilterRow label={t`Які відповіді показати`}>
        {chip(t`Орган`, values.authority || values.body, [all, ...authorities], choose)}
        {chip(t`Відповідь`, values.outcome ?? "", outcomes, (one) => set({ outcome: FILTERS.outcome(one) }))}
        {chip(t`Спосіб`, values.mechanism ?? "", mechanisms, (one) =>
          set({ mechanism: FILTERS.mechanism(one) }),
        )}
        {groups.length > 1 &&
          chip(
            t`Група`,
            values.group,
            [all, ...groups.map(({ id, name }) => ({ value: id, label: localize(name) }))],
            (group) => set({ group }),
          )}
      </FilterRow>
    </div>
  );
}
