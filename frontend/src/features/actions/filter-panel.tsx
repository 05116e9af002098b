import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "@/lib/locale";
import { namesOf, TARGET_GROUPS } from "@/modules/actions/action-details";
import { usePriorities } from "@/modules/actions/priorities";
import { STATE_LABELS, STATES } from "@/modules/actions/status";
import { groupsQuery } from "@/queries/groups";
import { FilterChip, FilterRow } from "@/ui/choice";
import { ChoiceChip } from "@/ui/choice-chip";
import { type BoardFilters, filtersFrom, type Show } from "./board-filters";
import { useFilterChange } from "./use-filter-change";

interface FilterPanelProps {
  filters: BoardFilters;
}

/** The less frequent filters. */
export function FilterPanel({ filters }: FilterPanelProps) {
  const { t } = useLingui();
  return (
    <FilterRow label={t`Фільтри`}>
      <GroupChoice filters={filters} />
      <ShowChips filters={filters} />
      <StateChoice filters={filters} />
      <DueChoice filters={filters} />
      <PriorityChoice filters={filters} />
      <TargetChoice filters={filters} />
    </FilterRow>
  );
}

function GroupChoice({ filters }: FilterPanelProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const change = useFilterChange(filters);
  const { data: groups = [] } = useQuery(groupsQuery);
  return (
    <ChoiceChip
      label={t`Група`}
      value={filters.group ?? ""}
      on={Boolean(filters.group)}
      options={[
        { value: "", label: t`Усі групи` },
        ...groups.map((group) => ({ value: group.id, label: say(group.name) })),
      ]}
      onChange={(group) => change({ group })}
    />
  );
}

/** The reader’s relation to an item; the two most frequent ones are chips outside the panel. */
function ShowChips({ filters }: FilterPanelProps) {
  const change = useFilterChange(filters);
  const toggle = (show: Show) => change({ show: filters.show === show ? undefined : show });
  return (
    <>
      <FilterChip on={filters.show === "asked"} onClick={() => toggle("asked")}>
        <Trans>Створені вами</Trans>
      </FilterChip>
      <FilterChip on={filters.show === "checking"} onClick={() => toggle("checking")}>
        <Trans>Підтверджуєте ви</Trans>
      </FilterChip>
      <FilterChip on={filters.show === "watching"} onClick={() => toggle("watching")}>
        <Trans>Стежите</Trans>
      </FilterChip>
    </>
  );
}

function StateChoice({ filters }: FilterPanelProps) {
  const { t, i18n } = useLingui();
  const change = useFilterChange(filters);
  return (
    <ChoiceChip
      label={t`Стан`}
      value={filters.state ?? ""}
      on={filters.state !== undefined}
      options={[
        { value: "", label: t`Усі стани` },
        ...STATES.map((state) => ({ value: state, label: i18n._(STATE_LABELS[state]) })),
      ]}
      onChange={(state) => change({ state: STATES.find((one) => one === state) })}
    />
  );
}

function DueChoice({ filters }: FilterPanelProps) {
  const { t } = useLingui();
  const change = useFilterChange(filters);
  return (
    <ChoiceChip
      label={t`Строк`}
      labelWhenOff
      value={filters.due ?? ""}
      on={filters.due !== undefined}
      options={[
        { value: "", label: t`Будь-який строк` },
        { value: "week", label: t`Строк за 7 днів` },
        { value: "fortnight", label: t`Строк за 14 днів` },
        { value: "month", label: t`Строк за 30 днів` },
      ]}
      onChange={(value) => change({ due: filtersFrom({ due: value }).due })}
    />
  );
}

function PriorityChoice({ filters }: FilterPanelProps) {
  const { t } = useLingui();
  const change = useFilterChange(filters);
  const priorities = usePriorities();
  return (
    <ChoiceChip
      label={t`Важливість`}
      labelWhenOff
      value={filters.priority ?? ""}
      on={filters.priority !== undefined}
      options={[{ value: "", label: t`Будь-яка важливість` }, ...priorities]}
      onChange={(value) => change({ priority: priorities.find((one) => one.value === value)?.value })}
    />
  );
}

function TargetChoice({ filters }: FilterPanelProps) {
  const { t, i18n } = useLingui();
  const change = useFilterChange(filters);
  const targets = namesOf(TARGET_GROUPS);
  return (
    <ChoiceChip
      label={t`Для кого`}
      labelWhenOff
      value={filters.target ?? ""}
      on={filters.target !== undefined}
      options={[
        { value: "", label: t`Для будь-кого` },
        ...targets.map((value) => ({ value, label: i18n._(TARGET_GROUPS[value]) })),
      ]}
      onChange={(value) => change({ target: targets.find((one) => one === value) })}
    />
  );
}
