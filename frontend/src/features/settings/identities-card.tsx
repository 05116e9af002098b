import { Trans, useLingui } from "@lingui/react/macro";
import { IconBuildingCommunity } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { deleteMyIdentity, postMyIdentities } from "@/api/generated/sdk.gen";
import type { IdentityOut, IdentityProviderOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { externalRedirect } from "@/lib/external-redirect";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { useFactorPreset } from "@/modules/factors/use-factor-preset";
import { identitiesQuery } from "@/queries/identities";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";

/** Sign-ins of organisations that open this account. Not there where no organisation has one. */
export function IdentitiesCard() {
  const { data } = useQuery(identitiesQuery);
  if (!data || data.items.length + data.others.length === 0) return null;
  return (
    <Card title={<Trans>Вхід через організацію</Trans>}>
      <CardList>
        {data.items.map((identity) => (
          <Linked key={identity.id} identity={identity} />
        ))}
        {data.others.map((provider) => (
          <Other key={provider.code} provider={provider} />
        ))}
      </CardList>
    </Card>
  );
}

function Linked({ identity }: { identity: IdentityOut }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const name = say(identity.provider.name);
  const remove = useConfirm({
    title: t`Вилучити вхід через «${name}»?`,
    text: <Trans>Через цю організацію більше не ввійти. Усі інші входи закриються.</Trans>,
    submit: t`Вилучити`,
    danger: true,
    command: useCommand({
      ...useFactorPreset(),
      run: () => unwrap(deleteMyIdentity({ path: { identity_id: identity.id } })),
      success: t`Вхід через організацію вилучено`,
    }),
  });
  const since = dates.long(dates.day(identity.linked_at));
  const used = identity.last_used_at && dates.full(identity.last_used_at);
  return (
    <ListRow
      icon={IconBuildingCommunity}
      title={name}
      meta={[t`додано ${since}`, used ? t`востаннє ${used}` : t`ще не користувалися`].join(DOT)}
      actions={
        <Button kind="quiet" aria-label={t`Вилучити вхід через «${name}»`} onClick={remove.open}>
          <Trans>Вилучити</Trans>
        </Button>
      }
    >
      {remove.dialog}
    </ListRow>
  );
}

function Other({ provider }: { provider: IdentityProviderOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(provider.name);
  const leaving = useCommand({
    ...useFactorPreset(),
    run: () => unwrap(postMyIdentities({ body: { provider: provider.code } })),
    tellsErrors: true,
    onSuccess: ({ address }) => externalRedirect.go(address, "/settings/security"),
  });
  return (
    <ListRow
      icon={IconBuildingCommunity}
      title={name}
      meta={t`Входьте сюди з тим самим обліковим записом, що й там.`}
      actions={
        <Button
          kind="quiet"
          aria-label={t`Додати вхід через «${name}»`}
          busy={leaving.isPending}
          onClick={() => leaving.mutate()}
        >
          <Trans>Додати</Trans>
        </Button>
      }
    />
  );
}
