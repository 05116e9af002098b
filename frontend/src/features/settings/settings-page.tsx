import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Me } from "@/api/generated/types.gen";
import { mandatesQuery, meQuery } from "@/data/me";
import { ButtonLink } from "@/design/button";
import { Card } from "@/design/card";
import { Page, PageHeader, TwoColumns, useTitle } from "@/design/page";
import { PersonAvatar } from "@/design/person-avatar";
import { useReader } from "@/lib/reader";
import { FactorsCard } from "@/widgets/factors/factors-card";
import { EmailCard } from "./email-card";
import { IdentitiesCard } from "./identities-card";
import { MandatesCard } from "./mandates-card";
import { PasswordCard } from "./password-card";
import { PreferencesCard } from "./preferences-card";
import { SessionsCard } from "./sessions-card";
import classes from "./settings.module.css";
import { TokensCard } from "./tokens-card";

/** What this person has chosen, where they are signed in, and whom they have let in. */
export function SettingsPage() {
  const { t } = useLingui();
  useTitle(t`Налаштування`);
  const { data: me } = useQuery(meQuery);
  if (!me) return null;
  return (
    <Page>
      <PageHeader title={t`Налаштування`} />
      <TwoColumns aside={<Who me={me} />}>
        <MandatesCard gender={me.gender} />
        <PreferencesCard me={me} />
        <EmailCard me={me} />
        <FactorsCard />
        <IdentitiesCard />
        <SessionsCard />
        {me.has_password && <PasswordCard />}
        <TokensCard />
      </TwoColumns>
    </Page>
  );
}

function Who({ me }: { me: Me }) {
  const { say } = useReader();
  const { data: mandates = [] } = useQuery(mandatesQuery);
  return (
    <Card padded label={say(me.name)}>
      <div className={classes.who}>
        <PersonAvatar name={say(me.name)} sector={mandates[0]?.organisation.sector ?? null} />
        <div>
          <b>{say(me.name)}</b>
          <p className="v-small v-t2">{me.email}</p>
        </div>
      </div>
      <ButtonLink kind="quiet" href="/settings/my-data">
        <Trans>Мої дані</Trans>
      </ButtonLink>
      {me.is_administrator && (
        <div className={classes.governing}>
          <ButtonLink kind="quiet" href="/people">
            <Trans>Облікові записи</Trans>
          </ButtonLink>
          <ButtonLink kind="quiet" href="/identity-providers">
            <Trans>Входи організацій</Trans>
          </ButtonLink>
          <ButtonLink kind="quiet" href="/break-glass">
            <Trans>Екстрений доступ</Trans>
          </ButtonLink>
          <ButtonLink kind="quiet" href="/offices">
            <Trans>Ролі поза групами</Trans>
          </ButtonLink>
          <ButtonLink kind="quiet" href="/territories">
            <Trans>Території</Trans>
          </ButtonLink>
          <ButtonLink kind="quiet" href="/system">
            <Trans>Стан системи</Trans>
          </ButtonLink>
        </div>
      )}
    </Card>
  );
}
