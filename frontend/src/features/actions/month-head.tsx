import { Trans, useLingui } from "@lingui/react/macro";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLocale } from "@/lib/locale";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { type MonthAddress, monthAfter, monthOf } from "./calendar";
import look from "./calendar.module.css";

interface HeadProps {
  id: string;
  month: string;
  title: string;
  address: MonthAddress;
  /** How much there is. */
  children: ReactNode;
}

/** What a page shows, and the way to the months before and after it. */
export function MonthHead({ id, month, title, address, children }: HeadProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const [before, after] = [monthAfter(month, -1), monthAfter(month)];
  const [earlier, later] = [dates.month(before), dates.month(after)];
  return (
    <div className={look.head}>
      <div aria-live="polite">
        <h2 id={id}>{title}</h2>
        <p className="v-small v-t2">{children}</p>
      </div>
      <nav className={look.nav} aria-label={t`Місяць`}>
        <ButtonLink kind="quiet" icon href={address(before)} aria-label={t`Попередній місяць: ${earlier}`}>
          <Icon of={IconChevronLeft} />
        </ButtonLink>
        <ButtonLink kind="quiet" href={address(monthOf(dates.today()))}>
          <Trans>Цей місяць</Trans>
        </ButtonLink>
        <ButtonLink kind="quiet" icon href={address(after)} aria-label={t`Наступний місяць: ${later}`}>
          <Icon of={IconChevronRight} />
        </ButtonLink>
      </nav>
    </div>
  );
}
