import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams, useRouter, useSearch } from "@tanstack/react-router";
import { patchOrganisationDetails, postOrganisations } from "@/api/generated/sdk.gen";
import type { OrganisationOut, TerritoryOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useSeenVersion } from "@/kit/use-seen-version";
import { useLocale } from "@/lib/locale";
import { NoSuchPage } from "@/modules/access/no-access";
import { organisationPath } from "@/modules/entities/paths";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { coordinatedQuery } from "@/queries/groups";
import { organisationQuery } from "@/queries/registers";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { EMPTY, formOf, OrganisationFields, type OrganisationForm } from "./organisation-form";

/** A coordinator registers an institution that works in their territory. */
export function NewOrganisationPage() {
  const { t } = useLingui();
  useTitle(t`Нова організація`);
  const { place } = useSearch({ strict: false });
  const territories = useQuery(coordinatedQuery);
  const there = (list: TerritoryOut[]) => list.find((one) => one.id === place) ?? list[0];
  return (
    <Page>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[{ label: t`Організації`, href: "/organisations" }]}
        title={t`Нова організація`}
        lead={t`Далі підтвердьте її документом і назвіть, хто призначає її представників.`}
      />
      <QueryBoundary query={territories} loading={<Trans>Завантажуємо території…</Trans>}>
        {(list) => {
          const first = there(list);
          return first ? <NewForm places={[first]} /> : <NotYours />;
        }}
      </QueryBoundary>
    </Page>
  );
}

function NotYours() {
  const { t } = useLingui();
  return (
    <Card label={t`Нова організація`}>
      <EmptyState title={<Trans>Організації вносить координатор</Trans>}>
        <Trans>Зверніться до координатора вашої громади або до адміністратора системи.</Trans>
      </EmptyState>
    </Card>
  );
}

function useToOrganisation() {
  const router = useRouter();
  return (organisation: OrganisationOut) =>
    void router.navigate({
      to: "/organisations/$organisationId",
      params: { organisationId: organisation.id },
    });
}

function NewForm({ places }: { places: TerritoryOut[] }) {
  const { t } = useLingui();
  const making = useRegisterChange({
    ask: (body: OrganisationForm) => unwrap(postOrganisations({ body, headers: idempotencyKey() })),
    said: t`Організацію внесено`,
    onDone: useToOrganisation(),
  });
  return (
    <Card padded label={t`Нова організація`}>
      <OrganisationFields
        from={{ ...EMPTY, territories: places.map((one) => one.id) }}
        places={places}
        parent={null}
        setsParent
        submit={<Trans>Внести організацію</Trans>}
        busy={making.isPending}
        problem={making.error}
        onSubmit={(form) => making.mutate(form)}
      />
    </Card>
  );
}

/** The same for one that is registered. */
export function EditOrganisationPage() {
  const { organisationId = "" } = useParams({ strict: false });
  const organisation = useQuery(organisationQuery(organisationId));
  return (
    <Page>
      <QueryBoundary query={organisation} missing={<NoSuchPage />}>
        {(data) => (data.allowed.includes("edit") ? <EditForm organisation={data} /> : <NoSuchPage />)}
      </QueryBoundary>
    </Page>
  );
}

function EditForm({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  useTitle(say(organisation.name));
  const { begin, send } = useSeenVersion(organisation.version);
  const changing = useRegisterChange({
    ask: (body: Partial<OrganisationForm>) =>
      send((headers) =>
        unwrap(patchOrganisationDetails({ path: { organisation_id: organisation.id }, body, headers })),
      ),
    said: t`Збережено`,
    onDone: useToOrganisation(),
  });
  return (
    <>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[
          { label: t`Організації`, href: "/organisations" },
          {
            label: say(organisation.short_name),
            href: organisationPath(organisation.id),
          },
        ]}
        title={t`Змінити організацію`}
      />
      <Card padded label={t`Змінити організацію`}>
        <OrganisationFields
          from={formOf(organisation)}
          places={organisation.territories}
          parent={organisation.parent}
          setsParent={organisation.allowed.includes("set_parent")}
          submit={<Trans>Зберегти</Trans>}
          busy={changing.isPending}
          problem={changing.error}
          onTouch={begin}
          onSubmit={(form, touched) =>
            changing.mutate(Object.fromEntries(Object.entries(form).filter(([name]) => touched.has(name))))
          }
        />
      </Card>
    </>
  );
}
