import { Trans, useLingui } from "@lingui/react/macro";
import { useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Path } from "@/lib/paths";
import { useSignOut } from "@/modules/session/sign-out";
import { Button, ButtonLink } from "@/ui/button";
import { Page, PageHeader, type Tab, Tabs, useTitle } from "@/ui/page";

/** The frame of each settings page: links to all of them, and signing out. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const leaving = useSignOut();
  const tab = (label: string, href: Path): Tab => ({ label, href, current: href === path });
  const tabs = [
    tab(t`Профіль`, "/settings"),
    tab(t`Сповіщення`, "/settings/notifications"),
    tab(t`Безпека`, "/settings/security"),
  ];
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
