import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconTag, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useLocale } from "@/lib/locale";
import { FILTER_MARK } from "@/lib/shortcuts";
import { useWide } from "@/lib/use-wide";
import { namesOf, TARGET_GROUPS } from "@/modules/actions/action-details";
import { usePriorities } from "@/modules/actions/priorities";
import { Count, STATE_LABELS, STATES } from "@/modules/actions/status";
import { todayQuery } from "@/queries/actions";
import { groupsQuery } from "@/queries/groups";
import { FilterChip, FilterRow } from "@/ui/choice";
import { Disclosure } from "@/ui/disclosure";
import { Icon } from "@/ui/icon";
import classes from "./board.module.css";
import {
  activeFilterCount,
  type BoardFilters,
  boardAddress,
  filtersFrom,
  REPORT_ONLY,
  type Show,
} from "./board-filters";
import { ChoiceChip } from "./choice-chip";

export interface FilterBarProps {
  filters: BoardFilters;
  /** As they are typed: the address has them when typing pauses. */
  words: string;
  onWords: (words: string) => void;
}

/**
 * Narrows the board. Every choice changes the address, and nothing else holds it; words a moment later. On a phone
 * it is folded, so that what it narrows is in sight, and says in how many ways it does.
 */
export function FilterBar(props: FilterBarProps) {
  const wide = useWide();
  const many = activeFilterCount(props.filters, props.words);
  if (wide) {
    return (
      <div className={classes.filters}>
        <Choices filters={props.filters} />
      </div>
    );
  }
  return (
    <div className={classes.folded}>
      <Disclosure label={many > 0 ? <Trans>Фільтри ({many})</Trans> : <Trans>Фільтри</Trans>} opened={false}>
        <Choices filters={props.filters} />
        <WordsField {...props} />
      </Disclosure>
    </div>
  );
}

function Choices({ filters }: { filters: BoardFilters }) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const router = useRouter();
  const { data: groups = [] } = useQuery(groupsQuery);
  const { data: today } = useQuery(todayQuery);
  const change = (part: BoardFilters) =>
    void router.navigate({ href: boardAddress({ ...filters, ...part }), replace: true });
  const priorities = usePriorities();
  const targets = namesOf(TARGET_GROUPS);
  const toggle = (show: Show) => change({ show: filters.show === show ? undefined : show });
  const waiting = (today?.duties ?? []).filter(
    ({ kind, group_id }) => kind.startsWith("tasks.") && (!filters.group || group_id === filters.group),
  ).length;
  return (
    <FilterRow label={t`Які доручення показати`}>
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
      <ChoiceChip
        label={t`Група`}
        value={filters.group ?? ""}
        on
        options={[
          { value: "", label: t`Усі групи` },
          ...groups.map((group) => ({ value: group.id, label: say(group.name) })),
        ]}
        onChange={(group) => change({ group })}
      />
      <FilterChip on={filters.show === "waiting"} onClick={() => toggle("waiting")}>
        <Trans>Чекають на вас</Trans>
        {waiting > 0 && <Count value={waiting} />}
      </FilterChip>
      <FilterChip on={filters.show === "own"} onClick={() => toggle("own")}>
        <Trans>Моя організація</Trans>
      </FilterChip>
      <FilterChip on={filters.show === "asked"} onClick={() => toggle("asked")}>
        <Trans>Створені вами</Trans>
      </FilterChip>
      <FilterChip on={filters.show === "checking"} onClick={() => toggle("checking")}>
        <Trans>Підтверджуєте ви</Trans>
      </FilterChip>
      <FilterChip on={filters.show === "watching"} onClick={() => toggle("watching")}>
        <Trans>Стежите</Trans>
      </FilterChip>
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
      <FilterChip
        on={filters.late === "yes"}
        onClick={() => change({ late: filters.late ? undefined : "yes" })}
      >
        {filters.late === "first" ? (
          <Trans>Прострочені за первинним строком</Trans>
        ) : (
          <Trans>Прострочені</Trans>
        )}
      </FilterChip>
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
      <ChoiceChip
        label={t`Важливість`}
        labelWhenOff
        value={filters.priority ?? ""}
        on={filters.priority !== undefined}
        options={[{ value: "", label: t`Будь-яка важливість` }, ...priorities]}
        onChange={(value) => change({ priority: priorities.find((one) => one.value === value)?.value })}
      />
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
      {filters.tag && (
        <FilterChip on aria-label={t`Мітка: ${filters.tag}`} onClick={() => change({ tag: undefined })}>
          <Icon of={IconTag} size={16} />
          {filters.tag}
          <Icon of={IconX} size={16} />
        </FilterChip>
      )}
    </FilterRow>
  );
}

/** Words that stand in a title or a name, or a number. */
export function WordsField({ words, onWords }: Pick<FilterBarProps, "words" | "onWords">) {
  const { t } = useLingui();
  return (
    <TextInput
      className={classes.field}
      aria-label={t`Фільтр за словами`}
      placeholder={t`Номер, назва, виконавець`}
      type="search"
      value={words}
      onChange={(event) => onWords(event.currentTarget.value)}
      {...{ [FILTER_MARK]: "" }}
    />
  );
}
