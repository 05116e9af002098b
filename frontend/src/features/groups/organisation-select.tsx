import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { organisationsQuery } from "@/data/joining";
import { SectorShape } from "@/design/sector";
import { useReader } from "@/lib/reader";

interface OrganisationSelectProps {
  value: string;
  onChange: (id: string) => void;
  error?: ReactNode;
}

/** For which organisation: found by any part of its name. */
export function OrganisationSelect({ value, onChange, error }: OrganisationSelectProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const sectors = new Map(organisations.map(({ id, sector }) => [id, sector]));
  return (
    <Select
      label={t`Організація`}
      data={organisations.map(({ id, name }) => ({ value: id, label: say(name) }))}
      renderOption={({ option }) => (
        <>
          <SectorShape sector={sectors.get(option.value) ?? "other"} named />
          {option.label}
        </>
      )}
      searchable
      limit={50}
      nothingFoundMessage={t`Такої організації немає`}
      value={value || null}
      onChange={(id) => onChange(id ?? "")}
      error={error}
    />
  );
}
