import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useLocale } from "@/lib/locale";
import { SectorShape, type SectorShapeProps } from "@/modules/organisations/sector";
import { organisationsFoundQuery } from "@/queries/registers";

interface Option {
  value: string;
  label: string;
  sector: SectorShapeProps["sector"];
}

/** The narrowing of a list to those for which the reader names the representatives. */
export const APPOINTED = { appointed_by: "me" } as const;

/** Found on the server, by a part of the name: there may be more organisations than one page holds. */
function useOptions(words: string, appointed: boolean): Option[] {
  const { localize: say } = useLocale();
  const asked = { q: useDeferredValue(words.trim()), ...(appointed && APPOINTED) };
  const found = useInfiniteQuery({ ...organisationsFoundQuery(asked), placeholderData: keepPreviousData });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return rows.map(({ id, name, sector }) => ({ value: id, label: say(name), sector }));
}

interface OrganisationFieldProps {
  value: string;
  /** Only those for which the reader names the representatives. */
  appointed?: boolean;
  onChange: (id: string) => void;
  error?: ReactNode;
}

/** For which organisation: found by any part of its name. */
export function OrganisationField({ value, appointed = false, ...rest }: OrganisationFieldProps) {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const [picked, setPicked] = useState<Option | null>(null);
  // What stands in the field is the name of the chosen one, and not what is looked for.
  const found = useOptions(picked?.label === words ? "" : words, appointed);
  const data = picked && !found.some((one) => one.value === picked.value) ? [picked, ...found] : found;
  const sectors = new Map(data.map((one) => [one.value, one.sector]));
  return (
    <Select
      label={t`Організація`}
      data={data.map((one) => ({ value: one.value, label: one.label }))}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <>
          <SectorShape sector={sectors.get(option.value) ?? "other"} named />
          {option.label}
        </>
      )}
      searchable
      nothingFoundMessage={t`Такої організації немає`}
      searchValue={words}
      onSearchChange={setWords}
      value={value || null}
      onChange={(id) => {
        setPicked(data.find((one) => one.value === id) ?? null);
        rest.onChange(id ?? "");
      }}
      error={rest.error}
    />
  );
}
