import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, TextInput } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { todayQuery } from "@/data/actions";
import { groupsQuery } from "@/data/groups";
import { FilterChip, FilterRow } from "@/design/choice";
import { Count, STATE_LABELS, STATES } from "@/design/status";
import { useReader } from "@/lib/reader";
import { FILTER_MARK } from "@/lib/shortcuts";
import classes from "./board.module.css";
import { type BoardFilters, boardAddress } from "./board-filters";

interface ChoiceProps {
  label: string;
  /** Chosen value; empty for all of them. */
  value: string;
  on: boolean;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** One narrowing out of several, in a menu behind a chip. */
function ChoiceChip({ label, value, on, options, onChange }: ChoiceProps) {
  const chosen = options.find((one) => one.value === value) ?? options[0];
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <FilterChip on={on} aria-label={`${label}: ${chosen?.label}`}>
          {chosen?.label}
          <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
        </FilterChip>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
        <Menu.RadioGroup value={value} onChange={onChange}>
          {options.map((one) => (
            <Menu.RadioItem key={one.value} value={one.value} closeMenuOnClick>
              {one.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

interface FilterBarProps {
  filters: BoardFilters;
  /** What is typed while looking for something; it is not worth an address. */
  words: string;
  onWords: (words: string) => void;
}

/** Narrows the board. Every choice changes the address, and nothing else holds it. */
export function FilterBar({ filters, words, onWords }: FilterBarProps) {
  const { t, i18n } = useLingui();
  const { say } = useReader();
  const router = useRouter();
  const { data: groups = [] } = useQuery(groupsQuery);
  const { data: today } = useQuery(todayQuery);
  const change = (part: BoardFilters) =>
    void router.navigate({ href: boardAddress({ ...filters, ...part }), replace: true });
  const toggle = (show: "waiting" | "own") => change({ show: filters.show === show ? undefined : show });
  const waiting = (today?.waiting ?? []).filter(
    ({ action }) => !filters.group || action.group.id === filters.group,
  ).length;
  return (
    <div className={classes.filters}>
      <FilterRow label={t`Які доручення показати`}>
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
      </FilterRow>
      <TextInput
        className={classes.field}
        aria-label={t`Фільтр за словами`}
        placeholder={t`Номер, назва, виконавець`}
        type="search"
        value={words}
        onChange={(event) => onWords(event.currentTarget.value)}
        {...{ [FILTER_MARK]: "" }}
      />
    </div>
  );
}
