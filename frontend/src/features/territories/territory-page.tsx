import { Trans, useLingui } from "@lingui/react/macro";
import { IconPencil } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { PagedList } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { AccessReason } from "@/modules/access/access-reason";
import { NoSuchPage } from "@/modules/access/no-access";
import { GROUP_STATES } from "@/modules/groups/words";
import { PersonalInvitations } from "@/modules/invitations/personal-invitations";
import { OfficesCard } from "@/modules/registers/offices-card";
import { OrganisationRow } from "@/modules/registers/organisation-row";
import classes from "@/modules/registers/registers.module.css";
import { LEVELS } from "@/modules/registers/words";
import {
  groupsThereQuery,
  organisationsFoundQuery,
  territoriesFoundQuery,
  territoryQuery,
} from "@/queries/registers";
import { AppLink } from "@/ui/app-link";
import { Button, ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
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
  const [editing, setEditing] = useState(false);
  useTitle(say(territory.name));
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[
        { label: t`Території`, href: "/territories" },
        ...territory.above.map((one) => ({ label: say(one.name), href: `/territories/${one.id}` })),
      ]}
      title={say(territory.name)}
      actions={
        territory.allowed.includes("edit") && (
          <Button kind="quiet" onClick={() => setEditing(true)}>
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
      {editing && <EditDialog territory={territory} onClose={() => setEditing(false)} />}
    </PageHeader>
  );
}

function Groups({ territory }: { territory: TerritoryDetails }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const groups = useInfiniteQuery(groupsThereQuery(territory.id));
  return (
    <Card title={<Trans>Групи</Trans>}>
      <PagedList
        query={groups}
        empty={<EmptyState title={<Trans>Груп, про які ви можете знати, тут немає</Trans>} />}
        actions={
          territory.allowed.includes("found_group") && (
            <ButtonLink kind="quiet" href={`/groups/new?place=${territory.id}`}>
              <Trans>Нова група</Trans>
            </ButtonLink>
          )
        }
      >
        {(group) => (
          <li key={group.id} className={classes.row}>
            <div className={classes.words}>
              {group.reads ? (
                <AppLink className={`v-reach ${classes.name}`} href={`/groups/${group.id}`}>
                  {say(group.name)}
                </AppLink>
              ) : (
                <b>{say(group.name)}</b>
              )}
              <p className="v-small v-t2">{i18n._(GROUP_STATES[group.state])}</p>
            </div>
          </li>
        )}
      </PagedList>
    </Card>
  );
}

function Organisations({ territory }: { territory: TerritoryDetails }) {
  const found = useInfiniteQuery(organisationsFoundQuery({ inside: territory.id }));
  const may = territory.allowed.includes("register_organisation");
  return (
    <Card title={<Trans>Організації</Trans>}>
      <PagedList
        query={found}
        empty={<EmptyState title={<Trans>Тут ще немає організацій</Trans>} />}
        actions={
          may && (
            <ButtonLink kind="quiet" href={`/organisations/new?place=${territory.id}`}>
              <Trans>Нова організація</Trans>
            </ButtonLink>
          )
        }
      >
        {(one) => <OrganisationRow key={one.id} organisation={one} />}
      </PagedList>
    </Card>
  );
}

function Parts({ territory }: { territory: TerritoryDetails }) {
  const [making, setMaking] = useState(false);
  const found = useInfiniteQuery(territoriesFoundQuery({ within: territory.id }));
  const none = !found.data?.pages.some((page) => page.items.length > 0);
  const may = territory.allowed.includes("register_part") && territory.level !== "settlement";
  if (none && !may) return null;
  return (
    <Card title={<Trans>Що сюди входить</Trans>}>
      <PagedList
        query={found}
        empty={null}
        actions={
          may && (
            <Button kind="quiet" onClick={() => setMaking(true)}>
              <Trans>Додати територію</Trans>
            </Button>
          )
        }
      >
        {(one) => <TerritoryRow key={one.id} territory={one} inside />}
      </PagedList>
      {making && <RegisterDialog parent={territory} onClose={() => setMaking(false)} />}
    </Card>
  );
}
