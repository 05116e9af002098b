import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { GroupOut, MandateDetails, OfficeOut, TerritoryRef } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { flag, text, useUrlFilters } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { DOT } from "@/lib/text";
import { NoSuchPage } from "@/modules/access/no-access";
import { Count } from "@/modules/actions/status";
import { groupPath, organisationPath, territoryPath } from "@/modules/entities/paths";
import { DissolvedSwitch } from "@/modules/groups/dissolved-switch";
import { GROUP_STATES } from "@/modules/groups/words";
import { SECTOR_LABELS, SectorShape } from "@/modules/organisations/sector";
import { OrganisationRow } from "@/modules/registers/organisation-row";
import classes from "@/modules/registers/registers.module.css";
import { groupsInsideQuery } from "@/queries/groups";
import { flattenPages } from "@/queries/pages";
import { endingMandatesQuery, myOfficesQuery, organisationsFoundQuery } from "@/queries/registers";
import { AppLink } from "@/ui/app-link";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { Page, PageHeader, Tabs, TwoColumns, useTitle } from "@/ui/page";

const FILTERS = { place: text, dissolved: flag };

/** What a coordinator looks after: groups and who is missing there, organisations and people that wait. */
export function HromadaPage() {
  const { t } = useLingui();
  useTitle(t`Моя громада`);
  const offices = useQuery(myOfficesQuery);
  return (
    <Page>
      <QueryBoundary query={offices} loading={<Trans>Завантажуємо громаду…</Trans>}>
        {(list) => <Mine offices={list.filter((one) => one.kind === "coordinator")} />}
      </QueryBoundary>
    </Page>
  );
}

function Mine({ offices }: { offices: OfficeOut[] }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { values, hrefWith } = useUrlFilters(FILTERS);
  const here = offices.find((one) => one.territory.id === values.place) ?? offices[0];
  if (!here) return <NoSuchPage />;
  return (
    <>
      <PageHeader
        title={say(here.territory.name)}
        lead={t`Групи, організації й повноваження, про які ви дбаєте.`}
        actions={<Steps territory={here.territory} />}
      >
        <p className="v-meta">
          <span>
            <AppLink href={territoryPath(here.territory.id)}>
              <Trans>Сторінка території</Trans>
            </AppLink>
          </span>
          <span>
            <AppLink href="/break-glass">
              <Trans>Екстрений доступ</Trans>
            </AppLink>
          </span>
          <span>
            <AppLink href="/approvals">
              <Trans>Рішення вдвох</Trans>
            </AppLink>
          </span>
        </p>
      </PageHeader>
      {offices.length > 1 && (
        <Tabs
          label={t`Ваші території`}
          tabs={offices.map(({ id, territory }) => ({
            label: say(territory.name),
            href: hrefWith({ place: territory.id }),
            current: id === here.id,
          }))}
        />
      )}
      <TwoColumns aside={<Ending territory={here.territory} />}>
        <Groups territory={here.territory} />
        <Waiting territory={here.territory} />
      </TwoColumns>
    </>
  );
}

function Steps({ territory }: { territory: TerritoryRef }) {
  return (
    <>
      <ButtonLink href={pathTo("/groups/new", {}, { place: territory.id })}>
        <Icon of={IconPlus} />
        <Trans>Нова група</Trans>
      </ButtonLink>
      <ButtonLink kind="quiet" href={pathTo("/organisations/new", {}, { place: territory.id })}>
        <Icon of={IconPlus} />
        <Trans>Нова організація</Trans>
      </ButtonLink>
    </>
  );
}

function Groups({ territory }: { territory: TerritoryRef }) {
  const { values, set } = useUrlFilters(FILTERS);
  const { dissolved } = values;
  const groups = useInfiniteQuery(groupsInsideQuery(territory.id, dissolved));
  return (
    <SectionCard
      title={dissolved ? <Trans>Розпущені групи</Trans> : <Trans>Групи</Trans>}
      add={<DissolvedSwitch shown={dissolved} onChange={(shown) => set({ dissolved: shown })} />}
      query={groups}
      empty={
        dissolved ? (
          <EmptyState title={<Trans>Розпущених груп немає</Trans>} />
        ) : (
          <EmptyState title={<Trans>Тут ще немає груп</Trans>}>
            <Trans>Внесіть організації, призначте представників, тоді заснуйте групу.</Trans>
          </EmptyState>
        )
      }
    >
      {(group) => <GroupRow key={group.id} group={group} />}
    </SectionCard>
  );
}

/** How a group stands, and which sectors it still waits for. */
function GroupRow({ group }: { group: GroupOut }) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const waiting = group.requests_waiting ?? 0;
  const missing = group.sectors.filter((row) => row.seated < row.required);
  const names = missing.map((row) => i18n._(SECTOR_LABELS[row.sector])).join(", ");
  return (
    <ListRow
      title={say(group.name)}
      href={groupPath(group.id)}
      meta={[i18n._(GROUP_STATES[group.state]), missing.length > 0 && t`бракує: ${names}`]
        .filter(Boolean)
        .join(DOT)}
      status={
        <span className={classes.sectors}>
          {group.sectors.map((row) => (
            <SectorShape key={row.sector} sector={row.sector} size={18} empty={row.seated === 0} named />
          ))}
        </span>
      }
    >
      {waiting > 0 && (
        <p className="v-small">
          <AppLink className="v-reach" href={groupPath(group.id, "joining")}>
            {plural(waiting, {
              one: "# прохання про місце",
              few: "# прохання про місце",
              many: "# прохань про місце",
              other: "# прохання про місце",
            })}
          </AppLink>
        </p>
      )}
    </ListRow>
  );
}

function Waiting({ territory }: { territory: TerritoryRef }) {
  const found = useInfiniteQuery(organisationsFoundQuery({ inside: territory.id, verified: "false" }));
  return (
    <SectionCard
      title={<Trans>Чекають підтвердження</Trans>}
      query={found}
      empty={<EmptyState title={<Trans>Усі організації підтверджено</Trans>} />}
    >
      {(one) => <OrganisationRow key={one.id} organisation={one} />}
    </SectionCard>
  );
}

function Ending({ territory }: { territory: TerritoryRef }) {
  const ending = useInfiniteQuery(endingMandatesQuery(territory.id));
  const total = ending.data ? flattenPages(ending.data).length : 0;
  return (
    <SectionCard
      title={<Trans>Скоро закінчаться</Trans>}
      count={total > 0 && <Count quiet value={total} more={ending.hasNextPage} />}
      query={ending}
      empty={<EmptyState title={<Trans>За місяць не закінчується нічого</Trans>} />}
    >
      {(mandate) => <EndingRow key={mandate.id} mandate={mandate} />}
    </SectionCard>
  );
}

function EndingRow({ mandate }: { mandate: MandateDetails }) {
  const { localize: say, dates } = useLocale();
  const last = mandate.ends_on && dates.long(mandate.ends_on);
  return (
    <ListRow
      title={say(mandate.person.name)}
      meta={say(mandate.position)}
      status={
        <span className={`v-small ${classes.soon}`}>
          <Trans>до {last}</Trans>
        </span>
      }
    >
      <p className="v-small">
        <AppLink href={organisationPath(mandate.organisation.id)}>
          {say(mandate.organisation.short_name)}
        </AppLink>
      </p>
    </ListRow>
  );
}
