import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { PagedList } from "@/kit/paged-list";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { OrganisationRow } from "@/modules/registers/organisation-row";
import { coordinatedQuery } from "@/queries/groups";
import { organisationsFoundQuery } from "@/queries/registers";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { FilterChip } from "@/ui/choice";
import { ClearableSelect } from "@/ui/clearable-select";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { Filters, SearchField } from "@/ui/search-field";

type Sector = OrganisationOut["sector"];

/** Every institution that takes part anywhere: by name, by sector, verified or not yet. */
export function OrganisationsPage() {
  const { t, i18n } = useLingui();
  useTitle(t`Організації`);
  const [words, setWords] = useState("");
  const [sector, setSector] = useState<Sector | null>(null);
  const [waiting, setWaiting] = useState(false);
  const asked = {
    q: useDeferredValue(words.trim()),
    ...(sector && { sector }),
    ...(waiting && { verified: "false" as const }),
  };
  return (
    <Page>
      <PageHeader
        title={t`Організації`}
        lead={t`Установи, від імені яких люди сідають за стіл.`}
        actions={<New />}
      />
      <Filters>
        <SearchField label={t`Назва`} value={words} onChange={setWords} />
        <ClearableSelect
          label={t`Сектор`}
          placeholder={t`Усі сектори`}
          cleared={t`Усі сектори`}
          data={Object.entries(SECTOR_LABELS).map(([value, label]) => ({ value, label: i18n._(label) }))}
          value={sector}
          onChange={(one) => setSector(one as Sector | null)}
        />
        <FilterChip on={waiting} onClick={() => setWaiting(!waiting)}>
          <Trans>Лише непідтверджені</Trans>
        </FilterChip>
      </Filters>
      <Found asked={asked} />
    </Page>
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

function Found({ asked }: { asked: Parameters<typeof organisationsFoundQuery>[0] }) {
  const { t } = useLingui();
  const found = useInfiniteQuery({ ...organisationsFoundQuery(asked), placeholderData: keepPreviousData });
  return (
    <Card label={t`Знайдені організації`}>
      <PagedList
        query={found}
        loading={<Trans>Шукаємо…</Trans>}
        empty={
          <EmptyState title={<Trans>Нічого не знайдено</Trans>}>
            <Trans>Спробуйте частину назви або інший сектор.</Trans>
          </EmptyState>
        }
      >
        {(one) => <OrganisationRow key={one.id} organisation={one} />}
      </PagedList>
    </Card>
  );
}
