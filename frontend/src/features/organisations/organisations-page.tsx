import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { coordinatedQuery } from "@/data/groups";
import { organisationsFoundQuery } from "@/data/registers";
import { Button, ButtonLink } from "@/design/button";
import { Card, CardList } from "@/design/card";
import { FilterChip } from "@/design/choice";
import { Page, PageHeader, useTitle } from "@/design/page";
import { SECTOR_LABELS } from "@/design/sector";
import { EmptyState } from "@/design/states";
import { FILTER_MARK } from "@/lib/shortcuts";
import { QueryGate } from "@/widgets/query-gate";
import { OrganisationRow } from "@/widgets/registers/organisation-row";
import classes from "@/widgets/registers/registers.module.css";

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
      <div className={classes.filters}>
        <TextInput
          className={classes.search}
          type="search"
          label={t`Назва`}
          leftSection={<IconSearch size={20} stroke={1.75} aria-hidden="true" />}
          maxLength={100}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          {...{ [FILTER_MARK]: true }}
        />
        <Select
          label={t`Сектор`}
          placeholder={t`Усі сектори`}
          clearable
          clearButtonProps={{ "aria-label": t`Усі сектори` }}
          data={Object.entries(SECTOR_LABELS).map(([value, label]) => ({ value, label: i18n._(label) }))}
          value={sector}
          onChange={(one) => setSector(one as Sector | null)}
        />
        <FilterChip on={waiting} onClick={() => setWaiting(!waiting)}>
          <Trans>Лише непідтверджені</Trans>
        </FilterChip>
      </div>
      <Found asked={asked} />
    </Page>
  );
}

function New() {
  const { data: coordinated = [] } = useQuery(coordinatedQuery);
  if (!coordinated.some((place) => place.allowed.includes("register_organisation"))) return null;
  return (
    <ButtonLink href="/organisations/new">
      <IconPlus size={20} stroke={1.75} aria-hidden="true" />
      <Trans>Нова організація</Trans>
    </ButtonLink>
  );
}

function Found({ asked }: { asked: Parameters<typeof organisationsFoundQuery>[0] }) {
  const { t } = useLingui();
  const found = useInfiniteQuery({ ...organisationsFoundQuery(asked), placeholderData: keepPreviousData });
  return (
    <Card label={t`Знайдені організації`}>
      <QueryGate query={found} loading={<Trans>Шукаємо…</Trans>}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState title={<Trans>Нічого не знайдено</Trans>}>
                <Trans>Спробуйте частину назви або інший сектор.</Trans>
              </EmptyState>
            );
          }
          return (
            <CardList>
              {items.map((one) => (
                <OrganisationRow key={one.id} organisation={one} />
              ))}
            </CardList>
          );
        }}
      </QueryGate>
      {found.hasNextPage && (
        <div className={classes.foot}>
          <Button kind="ghost" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            <Trans>Показати ще</Trans>
          </Button>
        </div>
      )}
    </Card>
  );
}
