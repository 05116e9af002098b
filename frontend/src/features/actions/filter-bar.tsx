import { Trans, useLingui } from "@lingui/react/macro";
import { IconFilter, IconTag, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useVeryWide, useWide } from "@/lib/use-wide";
import { Count } from "@/modules/actions/status";
import { todayQuery } from "@/queries/actions";
import { FilterChip, FilterRow } from "@/ui/choice";
import { Icon } from "@/ui/icon";
import classes from "./board.module.css";
import { type BoardFilters, foldedFilterCount, REPORT_ONLY, type Show } from "./board-filters";
import { FilterPanel } from "./filter-panel";
import { useFilterChange } from "./use-filter-change";
import { ViewSwitch } from "./view-switch";
import { WordsField } from "./words-field";

export interface FilterBarProps {
  filters: BoardFilters;
  /** As they are typed: the address has them when typing pauses. */
  words: string;
  onWords: (words: string) => void;
}

/** The view, the frequent filters, and a button for the rest with their number. */
export function FilterBar({ filters, words, onWords }: FilterBarProps) {
  const id = useId();
  const [wide, veryWide] = [useWide(), useVeryWide()];
  const [open, setOpen] = useState(false);
  const count = foldedFilterCount(filters) + (!wide && words.trim() ? 1 : 0);
  return (
    <>
      <div className={classes.bar}>
        {wide && <ViewSwitch filters={filters} />}
        <QuickFilters filters={filters} />
        <FilterChip
          className={classes.filtersButton}
          on={count > 0}
          opens
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {veryWide && <Icon of={IconFilter} size={16} />}
          {count > 0 ? <Trans>Фільтри ({count})</Trans> : <Trans>Фільтри</Trans>}
        </FilterChip>
      </div>
      <div id={id} className={classes.panel} hidden={!open}>
        {open && <FilterPanel filters={filters} />}
        {open && !wide && <WordsField words={words} onWords={onWords} />}
      </div>
    </>
  );
}

function QuickFilters({ filters }: { filters: BoardFilters }) {
  const { t } = useLingui();
  const change = useFilterChange(filters);
  const { data: today } = useQuery(todayQuery);
  const toggle = (show: Show) => change({ show: filters.show === show ? undefined : show });
  const waiting = (today?.duties ?? []).filter(
    ({ kind, group_id }) => kind.startsWith("tasks.") && (!filters.group || group_id === filters.group),
  ).length;
  return (
    <FilterRow label={t`Які доручення показати`}>
      <GivenFilters filters={filters} />
      <FilterChip on={filters.show === "waiting"} onClick={() => toggle("waiting")}>
        <Trans>Чекають на вас</Trans>
        {waiting > 0 && <Count value={waiting} />}
      </FilterChip>
      <FilterChip on={filters.show === "own"} onClick={() => toggle("own")}>
        <Trans>Моя організація</Trans>
      </FilterChip>
      <FilterChip
        on={filters.late !== undefined}
        onClick={() => change({ late: filters.late ? undefined : "yes" })}
      >
        {filters.late === "first" ? (
          <Trans>Прострочені за первинним строком</Trans>
        ) : (
          <Trans>Прострочені</Trans>
        )}
      </FilterChip>
    </FilterRow>
  );
}

/** A filter that only an address can set: a press removes it. */
function GivenFilters({ filters }: { filters: BoardFilters }) {
  const { t } = useLingui();
  const change = useFilterChange(filters);
  return (
    <>
      {REPORT_ONLY.some((name) => filters[name]) && (
        <FilterChip
          on
          aria-label={t`Лише те, що пораховано: показати й інші`}
          onClick={() => change(Object.fromEntries(REPORT_ONLY.map((name) => [name, undefined])))}
        >
          <Trans>Те, що пораховано</Trans>
          <Icon of={IconX} size={16} />
        </FilterChip>
      )}
      {filters.tag && (
        <FilterChip on aria-label={t`Мітка: ${filters.tag}`} onClick={() => change({ tag: undefined })}>
          <Icon of={IconTag} size={16} />
          {filters.tag}
          <Icon of={IconX} size={16} />
        </FilterChip>
      )}
    </>
  );
}
