import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ResourceListPage } from "@/kit/resource-list-page";
import { flag, oneOf, useUrlFilters, useUrlSearch } from "@/kit/use-url-filters";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { SECTORS } from "@/modules/organisations/sector-shapes";
import { OrganisationRow } from "@/modules/registers/organisation-row";
import { coordinatedQuery } from "@/queries/groups";
import { organisationsFoundQuery } from "@/queries/registers";
import { ButtonLink } from "@/ui/button";
import { FilterChip } from "@/ui/choice";
import { ClearableSelect } from "@/ui/clearable-select";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";

const readSector = oneOf(SECTORS);
const FILTERS = { sector: readSector, unverified: flag };

/** Every institution that takes part anywhere: by name, by sector, verified or not yet. */
export function OrganisationsPage() {
  const { t, i18n } = useLingui();
  const { wanted, ...search } = useUrlSearch();
  const { values, set } = useUrlFilters(FILTERS);
  const { sector, unverified } = values;
  const asked = {
    q: wanted,
    ...(sector && { sector }),
    ...(unverified && { verified: "false" as const }),
  };
  const found = useInfiniteQuery({ ...organisationsFoundQuery(asked), placeholderData: keepPreviousData });
  return (
    <ResourceListPage
      title={t`Організації`}
      lead={t`Установи, від імені яких люди сідають за стіл.`}
      create={<New />}
      search={{ label: t`Назва`, ...search }}
      filters={
        <>
          <ClearableSelect
            label={t`Сектор`}
            placeholder={t`Усі сектори`}
            cleared={t`Усі сектори`}
            data={Object.entries(SECTOR_LABELS).map(([value, label]) => ({ value, label: i18n._(label) }))}
            value={sector ?? null}
            onChange={(one) => set({ sector: readSector(one) })}
          />
          <FilterChip on={unverified} onClick={() => set({ unverified: !unverified })}>
            <Trans>Лише непідтверджені</Trans>
          </FilterChip>
        </>
      }
      label={t`Знайдені організації`}
      query={found}
      loading={<Trans>Шукаємо…</Trans>}
      empty={
        <EmptyState title={<Trans>Нічого не знайдено</Trans>}>
          <Trans>Спробуйте частину назви або інший сектор.</Trans>
        </EmptyState>
      }
    >
      {(one) => <OrganisationRow key={one.id} organisation={one} />}
    </ResourceListPage>
  );
}

function New() {
  const { data: coordinated = [] } = useQuery(coordinatedQuery);
  if (!coordinated.some((place) => place.allowed.includes("register_organisation"))) return null;
  return (
    <ButtonLink href="/organisations/new">
      <Icon of={IconPlus} />
      <Trans>Нова організація</Trans>
    </ButtonLink>
  );
}
