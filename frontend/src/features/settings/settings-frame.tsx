import { Trans, useLingui } from "@lingui/react/macro";
import { useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSignOut } from "@/modules/session/sign-out";
import { Button, ButtonLink } from "@/ui/button";
import { Page, PageHeader, Tabs, useTitle } from "@/ui/page";

/** Around each page of the settings: which there are, and the way out. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const leaving = useSignOut();
  const tabs = [
    { label: t`Профіль`, href: "/settings" },
    { label: t`Сповіщення`, href: "/settings/notifications" },
    { label: t`Безпека й дані`, href: "/settings/security" },
  ].map((tab) => ({ ...tab, current: tab.href === path }));
  useTitle(tabs.find(({ current }) => current)?.label);
  return (
    <Page>
      <PageHeader
        title={t`Налаштування`}
        actions={
          <>
            <ButtonLink kind="quiet" href="/help">
              <Trans>Довідка</Trans>
            </ButtonLink>
            <Button kind="quiet" busy={leaving.busy} onClick={leaving.start}>
              <Trans>Вийти тут</Trans>
            </Button>
          </>
        }
      />
      <Tabs label={t`Сторінки налаштувань`} tabs={tabs} />
      {children}
      {leaving.dialog}
    </Page>
  );
}
