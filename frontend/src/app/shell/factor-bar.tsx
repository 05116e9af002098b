import { Trans, useLingui } from "@lingui/react/macro";
import { IconShieldLock } from "@tabler/icons-react";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import classes from "./factor-bar.module.css";

/** The reader's role will need a second factor from a day on: it waits for them. */
export function FactorBar({ day }: { day: string }) {
  const { t } = useLingui();
  return (
    <section className={classes.bar} aria-label={t`Захист входу`}>
      <Icon of={IconShieldLock} />
      <span>
        <Trans>З {day} ваша роль потребує другого способу підтвердження.</Trans>{" "}
        <AppLink href="/second-factor">
          <Trans>Додати зараз</Trans>
        </AppLink>
      </span>
    </section>
  );
}
