import { useLingui } from "@lingui/react/macro";
import { MultiSelect, Select } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { TerritoryOut, TerritoryRef } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { territoriesFoundQuery } from "@/queries/registers";

interface Option {
  value: string;
  label: string;
}

/** «Баштанка · Баштанська громада»: many villages share a name, so it says where each lies. */
function useOptions(words: string, mine: boolean): Option[] {
  const { localize: say } = useLocale();
  const asked = { q: useDeferredValue(words.trim()), ...(mine && { coordinated_by: "me" as const }) };
  const found = useInfiniteQuery({ ...territoriesFoundQuery(asked), placeholderData: keepPreviousData });
  const named = (one: TerritoryOut) => {
    const above = one.above.at(-1);
    return above ? `${say(one.name)} · ${say(above.name)}` : say(one.name);
  };
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return rows.map((one) => ({ value: one.id, label: named(one) }));
}

/** What was chosen before stays among the options, whatever is looked for now. */
function withChosen(found: Option[], chosen: Option[]): Option[] {
  const known = new Set(found.map((one) => one.value));
  return [...chosen.filter((one) => !known.has(one.value)), ...found];
}

interface TerritoryFieldProps {
  label: string;
  description?: string;
  /** Only those that the reader coordinates. */
  mine?: boolean;
  error?: ReactNode;
}

interface OneTerritoryProps extends TerritoryFieldProps {
  value: TerritoryRef | null;
  onChange: (chosen: string) => void;
}

/** One territory, found by a part of its name. */
export function TerritoryField({ value, onChange, mine = false, ...rest }: OneTerritoryProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [words, setWords] = useState("");
  const chosen = value ? [{ value: value.id, label: say(value.name) }] : [];
  const [picked, setPicked] = useState<Option[]>(chosen);
  // What stands in the field is the name of the chosen one, and not what is looked for.
  const looking = picked.some((one) => one.label === words) ? "" : words;
  const data = withChosen(useOptions(looking, mine), picked);
  return (
    <Select
      {...rest}
      data={data}
      filter={({ options }) => options}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t`Нічого не знайдено`}
      searchValue={words}
      onSearchChange={setWords}
      value={picked[0]?.value ?? null}
      onChange={(id) => {
        if (!id) return;
        setPicked(data.filter((one) => one.value === id));
        onChange(id);
      }}
    />
  );
}

interface TerritoriesFieldProps extends TerritoryFieldProps {
  /** As they stand at first. */
  from: TerritoryRef[];
  onChange: (chosen: string[]) => void;
}

/** Several territories, each found by a part of its name. */
export function TerritoriesField({ from, onChange, mine = false, ...rest }: TerritoriesFieldProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [words, setWords] = useState("");
  const [picked, setPicked] = useState<Option[]>(
    from.map((one) => ({ value: one.id, label: say(one.name) })),
  );
  const data = withChosen(useOptions(words, mine), picked);
  return (
    <MultiSelect
      {...rest}
      data={data}
      filter={({ options }) => options}
      searchable
      hidePickedOptions
      nothingFoundMessage={t`Нічого не знайдено`}
      searchValue={words}
      onSearchChange={setWords}
      value={picked.map((one) => one.value)}
      onChange={(ids) => {
        setPicked(data.filter((one) => ids.includes(one.value)));
        onChange(ids);
      }}
    />
  );
}
