import { Trans, useLingui } from "@lingui/react/macro";
import { IconPencil } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { AccessReason } from "@/modules/access/access-reason";
import { NoSuchPage } from "@/modules/access/no-access";
import { groupPath, territoryPath } from "@/modules/entities/paths";
import { GROUP_STATES } from "@/modules/groups/words";
import { PersonalInvitations } from "@/modules/invitations/personal-invitations";
import { OfficesCard } from "@/modules/registers/offices-card";
import { OrganisationRow } from "@/modules/registers/organisation-row";
import { LEVELS } from "@/modules/registers/words";
import {
  groupsOfTerritoryQuery,
  organisationsFoundQuery,
  territoriesFoundQuery,
  territoryQuery,
} from "@/queries/registers";
import { Button, ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { ContactPointsCard } from "./contact-points-card";
import { EditDialog } from "./edit-dialog";
import { PlaceCard } from "./place-card";
import { PopulationCard } from "./population-card";
import { RegisterDialog } from "./register-dialog";
import { TerritoryRow } from "./territory-row";

/** One territory: its groups, organisations and people in charge, and where one turns for help. */
export function TerritoryPage() {
  const { territoryId = "" } = useParams({ strict: false });
  const territory = useQuery(territoryQuery(territoryId));
  return (
    <Page>
      <QueryBoundary
        query={territory}
        missing={<NoSuchPage />}
        loading={<Trans>Завантажуємо територію…</Trans>}
      >
        {(data) => <Whole key={data.id} territory={data} />}
      </QueryBoundary>
    </Page>
  );
}

function Whole({ territory }: { territory: TerritoryDetails }) {
  return (
    <>
      <Head territory={territory} />
      <TwoColumns
        aside={
          <>
            <ContactPointsCard territory={territory} />
            <PopulationCard territory={territory} />
            <PlaceCard territory={territory} />
          </>
        }
      >
        <Groups territory={territory} />
        <Organisations territory={territory} />
        <OfficesCard territory={territory} />
        {territory.allowed.includes("give_office") && <PersonalInvitations about={territory.id} />}
        <Parts territory={territory} />
        <AccessReason kind="territory" id={territory.id} />
      </TwoColumns>
    </>
  );
}

function Head({ territory }: { territory: TerritoryDetails }) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const editing = useDialog();
  useTitle(say(territory.name));
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[
        { label: t`Території`, href: "/territories" },
        ...territory.above.map((one) => ({
          label: say(one.name),
          href: territoryPath(one.id),
        })),
      ]}
      title={say(territory.name)}
      actions={
        territory.allowed.includes("edit") && (
          <Button kind="quiet" onClick={() => editing.open()}>
            <Icon of={IconPencil} />
            <Trans>Змінити</Trans>
          </Button>
        )
      }
    >
      <p className="v-meta">
        <span>{i18n._(LEVELS[territory.level])}</span>
        <span className="v-num">{territory.code}</span>
      </p>
      {editing.render((_, close) => (
        <EditDialog territory={territory} onClose={close} />
      ))}
    </PageHeader>
  );
}

function Groups({ territory }: { territory: TerritoryDetails }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const groups = useInfiniteQuery(groupsOfTerritoryQuery(territory.id));
  return (
    <SectionCard
      title={<Trans>Групи</Trans>}
      query={groups}
      empty={<EmptyState title={<Trans>Груп, про які ви можете знати, тут немає</Trans>} />}
      add={
        territory.allowed.includes("found_group") && (
          <ButtonLink kind="quiet" href={pathTo("/groups/new", {}, { place: territory.id })}>
            <Trans>Нова група</Trans>
          </ButtonLink>
        )
      }
    >
      {(group) => (
        <ListRow
          key={group.id}
          title={say(group.name)}
          href={group.reads ? groupPath(group.id) : undefined}
          meta={i18n._(GROUP_STATES[group.state])}
        />
      )}
    </SectionCard>
  );
}

function Organisations({ territory }: { territory: TerritoryDetails }) {
  const found = useInfiniteQuery(organisationsFoundQuery({ inside: territory.id }));
  const may = territory.allowed.includes("register_organisation");
  return (
    <SectionCard
      title={<Trans>Організації</Trans>}
      query={found}
      empty={<EmptyState title={<Trans>Тут ще немає організацій</Trans>} />}
      add={
        may && (
          <ButtonLink kind="quiet" href={pathTo("/organisations/new", {}, { place: territory.id })}>
            <Trans>Нова організація</Trans>
          </ButtonLink>
        )
      }
    >
      {(one) => <OrganisationRow key={one.id} organisation={one} />}
    </SectionCard>
  );
}

function Parts({ territory }: { territory: TerritoryDetails }) {
  const part = useDialog();
  const found = useInfiniteQuery(territoriesFoundQuery({ within: territory.id }));
  const may = territory.allowed.includes("register_part") && territory.level !== "settlement";
  return (
    <SectionCard
      title={<Trans>Що сюди входить</Trans>}
      query={found}
      empty={may ? null : undefined}
      add={
        may && (
          <Button kind="quiet" onClick={() => part.open()}>
            <Trans>Додати територію</Trans>
          </Button>
        )
      }
      dialogs={part.render((_, close) => <RegisterDialog parent={territory} onClose={close} />)}
    >
      {(one) => <TerritoryRow key={one.id} territory={one} inside />}
    </SectionCard>
  );
}
