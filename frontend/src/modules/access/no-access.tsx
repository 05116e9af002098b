import { Trans, useLingui } from "@lingui/react/macro";
import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/ui/button";
import { EmptyState, NoticeState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { useTitle } from "@/ui/page";

/** Leads on from a page that shows nothing. */
export function ToHome() {
  return (
    <ButtonLink kind="quiet" href="/">
      <Trans>На головну</Trans>
    </ButtonLink>
  );
}

/** What does not exist and what is not for this reader look the same. */
export function NoSuchPage() {
  const { t } = useLingui();
  useTitle(t`Сторінки немає`);
  return (
    <EmptyState alone title={<Trans>Такої сторінки немає</Trans>} button={<ToHome />}>
      <Trans>Її немає або вона не для вас. Перевірте адресу чи запитайте того, хто її надіслав.</Trans>
    </EmptyState>
  );
}

/** The page was open when access to it ended: what stood here is gone from this device. */
export function AccessLost({ title }: { title: ReactNode }) {
  return (
    <NoticeState alone icon={<Icon of={IconLock} size={24} />} title={title} button={<ToHome />}>
      <Trans>Ваше місце в групі чи доступ скінчилися. Якщо це помилка, напишіть фасилітатору групи.</Trans>
    </NoticeState>
  );
}
