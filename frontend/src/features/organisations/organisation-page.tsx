import { Trans, useLingui } from "@lingui/react/macro";
import { IconPencil } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { AccessReason } from "@/modules/access/access-reason";
import { NoSuchPage } from "@/modules/access/no-access";
import { organisationPath, territoryPath } from "@/modules/entities/paths";
import { PersonalInvitations } from "@/modules/invitations/personal-invitations";
import { SectorLabel } from "@/modules/organisations/sector";
import { OrganisationRow, VerifiedMark } from "@/modules/registers/organisation-row";
import { organisationQuery, organisationsFoundQuery } from "@/queries/registers";
import { AppLink } from "@/ui/app-link";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { AdministratorsCard } from "./administrators-card";
import { ContactsCard } from "./contacts-card";
import { PeopleCard } from "./people-card";
import { VerificationCard } from "./verification-card";

/** One institution: what it is, who speaks for it, and who has checked it. */
export function OrganisationPage() {
  const { organisationId = "" } = useParams({ strict: false });
  const organisation = useQuery(organisationQuery(organisationId));
  return (
    <Page>
      <QueryBoundary
        query={organisation}
        missing={<NoSuchPage />}
        loading={<Trans>Завантажуємо організацію…</Trans>}
      >
        {(data) => <Whole organisation={data} />}
      </QueryBoundary>
    </Page>
  );
}

function Whole({ organisation }: { organisation: OrganisationOut }) {
  const sees = organisation.allowed.includes("see_record");
  return (
    <>
      <Head organisation={organisation} />
      <TwoColumns
        aside={
          <>
            <VerificationCard organisation={organisation} />
            <ContactsCard organisation={organisation} />
            <Places organisation={organisation} />
          </>
        }
      >
        <PeopleCard organisation={organisation} />
        {sees && <AdministratorsCard organisation={organisation} />}
        {organisation.allowed.includes("set_administrators") && (
          <PersonalInvitations about={organisation.id} />
        )}
        <Units organisationId={organisation.id} />
        <AccessReason kind="organisation" id={organisation.id} />
      </TwoColumns>
    </>
  );
}

function Head({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  useTitle(say(organisation.name));
  const { parent } = organisation;
  const whose = say(organisation.on_behalf);
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[
        { label: t`Організації`, href: "/organisations" },
        ...(parent
          ? [
              {
                label: say(parent.short_name),
                href: organisationPath(parent.id),
              },
            ]
          : []),
      ]}
      title={say(organisation.name)}
      actions={
        organisation.allowed.includes("edit") && (
          <ButtonLink
            kind="quiet"
            href={pathTo("/organisations/$organisationId/edit", { organisationId: organisation.id })}
          >
            <Icon of={IconPencil} />
            <Trans>Змінити</Trans>
          </ButtonLink>
        )
      }
    >
      <p className="v-meta">
        <SectorLabel sector={organisation.sector} />
        {organisation.verified_at && <VerifiedMark />}
        <span>
          <Trans>від імені {whose}</Trans>
        </span>
      </p>
    </PageHeader>
  );
}

function Places({ organisation }: { organisation: OrganisationOut }) {
  const { localize: say } = useLocale();
  return (
    <Card padded title={<Trans>Де працює</Trans>}>
      {organisation.territories.length === 0 ? (
        <p className="v-small">
          <Trans>По всій країні</Trans>
        </p>
      ) : (
        <ul className="v-small">
          {organisation.territories.map((place) => (
            <li key={place.id}>
              <AppLink href={territoryPath(place.id)}>{say(place.name)}</AppLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Units({ organisationId }: { organisationId: string }) {
  const found = useInfiniteQuery(organisationsFoundQuery({ parent: organisationId }));
  return (
    <SectionCard title={<Trans>Підрозділи</Trans>} query={found}>
      {(unit) => <OrganisationRow key={unit.id} organisation={unit} />}
    </SectionCard>
  );
}
