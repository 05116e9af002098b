import { Trans, useLingui } from "@lingui/react/macro";
import { IconBuildingCommunity } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteMyIdentity, postMyIdentities } from "@/api/generated/sdk.gen";
import type { IdentityOut, IdentityProviderOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import type { Confirmed } from "@/kit/reauthentication/confirm-dialog";
import { useConfirmation } from "@/kit/reauthentication/confirm-dialog";
import { externalRedirect } from "@/lib/external-redirect";
import { useLocale } from "@/lib/locale";
import { useFactorChange } from "@/modules/factors/use-factor-change";
import { identitiesQuery } from "@/queries/identities";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import classes from "./settings.module.css";

const ICON = { size: 24, stroke: 1.75, "aria-hidden": true } as const;

/** Sign-ins of organisations that open this account. Not there where no organisation has one. */
export function IdentitiesCard() {
  const { data } = useQuery(identitiesQuery);
  const { confirmed, dialog } = useConfirmation();
  if (!data || data.items.length + data.others.length === 0) return null;
  return (
    <Card title={<Trans>Вхід через організацію</Trans>}>
      <CardList>
        {data.items.map((identity) => (
          <Linked key={identity.id} identity={identity} confirmed={confirmed} />
        ))}
        {data.others.map((provider) => (
          <Other key={provider.code} provider={provider} confirmed={confirmed} />
        ))}
      </CardList>
      {dialog}
    </Card>
  );
}

function Linked({ identity, confirmed }: { identity: IdentityOut; confirmed: Confirmed }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const [asking, setAsking] = useState(false);
  const removing = useFactorChange({
    work: () => unwrap(deleteMyIdentity({ path: { identity_id: identity.id } })),
    confirmed,
    onDone: () => toast(t`Вхід через організацію вилучено`),
  });
  const name = say(identity.provider.name);
  const since = dates.long(dates.day(identity.linked_at));
  const used = identity.last_used_at && dates.full(identity.last_used_at);
  return (
    <li className={classes.session}>
      <IconBuildingCommunity {...ICON} />
      <div>
        <b>{name}</b>
        <p className="v-tiny v-t2">
          {t`додано ${since}`}&nbsp;· {used ? t`востаннє ${used}` : t`ще не користувалися`}
        </p>
      </div>
      <Button kind="quiet" aria-label={t`Вилучити вхід через «${name}»`} onClick={() => setAsking(true)}>
        <Trans>Вилучити</Trans>
      </Button>
      <Dialog
        opened={asking}
        title={t`Вилучити вхід через «${name}»?`}
        lead={<Trans>Через цю організацію більше не ввійти. Усі інші входи закриються.</Trans>}
        submit={t`Вилучити`}
        submitKind="danger"
        onClose={() => setAsking(false)}
        onSubmit={() => {
          setAsking(false);
          removing.mutate();
        }}
      />
    </li>
  );
}

function Other({ provider, confirmed }: { provider: IdentityProviderOut; confirmed: Confirmed }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(provider.name);
  const leaving = useFactorChange({
    work: () => unwrap(postMyIdentities({ body: { provider: provider.code } })),
    confirmed,
    onDone: ({ address }) => externalRedirect.go(address, "/settings"),
  });
  return (
    <li className={classes.session}>
      <IconBuildingCommunity {...ICON} />
      <div>
        <b>{name}</b>
        <p className="v-tiny v-t2">
          <Trans>Входьте сюди з тим самим обліковим записом, що й там.</Trans>
        </p>
      </div>
      <Button
        kind="quiet"
        aria-label={t`Додати вхід через «${name}»`}
        busy={leaving.isPending}
        onClick={() => leaving.mutate()}
      >
        <Trans>Додати</Trans>
      </Button>
    </li>
  );
}
