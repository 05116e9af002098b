import { Trans, useLingui } from "@lingui/react/macro";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import type { Crumb, Tab } from "@/ui/page";

/** The head of what the data protection officer looks up, by person or by group. */
export function useOfficersHead(current: "people" | "groups") {
  const { t } = useLingui();
  const crumbs: Crumb[] = [
    { label: t`Захист даних`, href: "/data-protection" },
    { label: t`Журнали доступу` },
  ];
  const tabs: Tab[] = [
    { label: t`Люди`, href: "/access-records", current: current === "people" },
    { label: t`Групи`, href: "/access-records/groups", current: current === "groups" },
  ];
  return {
    title: t`Журнали доступу`,
    crumbs,
    tabs,
    tabsLabel: t`За чим шукати`,
    forbidden: <NotYours />,
  };
}

function NotYours() {
  return (
    <EmptyState
      alone
      title={<Trans>Журнали інших людей дивиться лише відповідальна особа із захисту даних</Trans>}
    >
      <AppLink href="/settings/my-data/seen">
        <Trans>Хто бачив мої дані</Trans>
      </AppLink>
    </EmptyState>
  );
}
