import { Trans, useLingui } from "@lingui/react/macro";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { deleteToken } from "@/api/generated/sdk.gen";
import type { TokenOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { keys } from "@/queries/keys";
import { scopesQuery, tokensQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { NewTokenDialog } from "./new-token-dialog";
import classes from "./settings.module.css";

/** Keys for programs that act in this person's name, each only for what it was made for. */
export function TokensCard() {
  const tokens = useQuery(tokensQuery);
  const make = useDialog();
  return (
    <SectionCard
      title={<Trans>Особисті токени</Trans>}
      aside={
        <Button kind="ghost" className={classes.headButton} onClick={() => make.open()}>
          <Icon of={IconPlus} />
          <Trans>Новий токен</Trans>
        </Button>
      }
      query={tokens}
      loading={<Trans>Завантажуємо токени…</Trans>}
      empty={
        <EmptyState title={<Trans>Токенів немає</Trans>}>
          <Trans>Токен дає вашій програмі робити те, що можете ви, і не більше, ніж ви дозволите.</Trans>
        </EmptyState>
      }
      dialogs={make.render((_, close) => <NewTokenDialog onClose={close} />)}
    >
      {(token) => <TokenRow key={token.id} token={token} />}
    </SectionCard>
  );
}

function TokenRow({ token }: { token: TokenOut }) {
  const { t } = useLingui();
  const { dates, localize: say } = useLocale();
  const { data: scopes = [] } = useQuery(scopesQuery);
  const until = dates.long(dates.day(token.live_until));
  const used = token.last_used_at && dates.full(token.last_used_at);
  const name = token.name;
  const end = useConfirm({
    title: t`Відкликати токен «${name}»`,
    text: <Trans>Програма, яка ним користується, втратить доступ за секунду.</Trans>,
    submit: t`Відкликати`,
    danger: true,
    command: useCommand({
      run: () => unwrap(deleteToken({ path: { token_id: token.id } })),
      success: t`Токен відкликано`,
      invalidates: [keys.tokens],
    }),
  });
  const rights = token.scopes.map((scope) => {
    const known = scopes.find((one) => one.scope === scope);
    return known ? say(known.label) : scope;
  });
  return (
    <ListRow
      icon={IconKey}
      title={
        <p>
          <b>{name}</b> <code className={classes.prefix}>{token.prefix}…</code>
        </p>
      }
      meta={rights.join(DOT)}
      actions={
        <Button kind="quiet" aria-label={t`Відкликати токен «${name}»`} onClick={end.open}>
          <Trans>Відкликати</Trans>
        </Button>
      }
    >
      <p className="v-tiny v-t2">
        {[t`діє до ${until}`, used ? t`востаннє ${used}` : t`ще не користувалися`].join(DOT)}
      </p>
      {end.dialog}
    </ListRow>
  );
}
