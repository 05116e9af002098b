import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { FactorsCard } from "@/modules/factors/factors-card";
import { meQuery } from "@/queries/me";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { TwoColumns } from "@/ui/page";
import { EmailCard } from "./email-card";
import { IdentitiesCard } from "./identities-card";
import { PasswordCard } from "./password-card";
import { SessionsCard } from "./sessions-card";
import { SettingsFrame } from "./settings-frame";
import { TokensCard } from "./tokens-card";

/** Sign-in methods, sessions and access tokens of the reader, and their data. */
export function SecurityPage() {
  const { data: me } = useQuery(meQuery);
  if (!me) return null;
  return (
    <SettingsFrame>
      <TwoColumns aside={<OwnData />}>
        <EmailCard me={me} />
        <FactorsCard />
        <IdentitiesCard />
        <SessionsCard />
        {me.has_password && <PasswordCard />}
        <TokensCard />
      </TwoColumns>
    </SettingsFrame>
  );
}

function OwnData() {
  return (
    <Card padded title={<Trans>Ваші дані</Trans>}>
      <div className="v-stack">
        <p className="v-small v-t2">
          <Trans>Що система зберігає про вас, хто це бачив, і як отримати копію чи стерти.</Trans>
        </p>
        <ButtonLink kind="quiet" href="/settings/my-data">
          <Trans>Мої дані</Trans>
        </ButtonLink>
      </div>
    </Card>
  );
}
