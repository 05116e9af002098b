import { Trans, useLingui } from "@lingui/react/macro";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";

/** The head of what the data protection officer looks up, by person or by group. */
export function useOfficersHead(current: "people" | "groups") {
  const { t } = useLingui();
  return {
    title: t`Журнали доступу`,
    crumbs: [{ label: t`Захист даних`, href: "/data-protection" }, { label: t`Журнали доступу` }],
    tabs: [
      { label: t`Люди`, href: "/access-records", current: current === "people" },
      { label: t`Групи`, href: "/access-records/groups", current: current === "groups" },
    ],
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
