import { Trans, useLingui } from "@lingui/react/macro";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, Tabs } from "@/ui/page";

interface OfficersHeaderProps {
  current: "people" | "groups";
  lead: string;
}

/** What the data protection officer looks up, by person or by group. */
export function OfficersHeader({ current, lead }: OfficersHeaderProps) {
  const { t } = useLingui();
  const tabs = [
    { label: t`Люди`, href: "/access-records", current: current === "people" },
    { label: t`Групи`, href: "/access-records/groups", current: current === "groups" },
  ];
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[{ label: t`Запити`, href: "/subject-requests" }, { label: t`Журнали доступу` }]}
      title={t`Журнали доступу`}
      lead={lead}
    >
      <Tabs label={t`За чим шукати`} tabs={tabs} />
    </PageHeader>
  );
}

export function NotYours() {
  return (
    <Page>
      <EmptyState
        alone
        title={<Trans>Журнали інших людей дивиться лише відповідальна особа із захисту даних</Trans>}
      >
        <AppLink href="/settings/my-data/seen">
          <Trans>Хто бачив мої дані</Trans>
        </AppLink>
      </EmptyState>
    </Page>
  );
}
