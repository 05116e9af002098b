import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { deleteManagedProvider, patchManagedProvider } from "@/api/generated/sdk.gen";
import type { ProviderOut } from "@/api/generated/types.gen";
import { isForbidden } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { NoSuchPage } from "@/modules/access/no-access";
import { managedProvidersQuery } from "@/queries/identities";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { toast } from "@/ui/toast";
import { INVALIDATES } from "./invalidates";
import { ProviderDialog } from "./provider-dialog";

/** Through which organisations people may sign in. For administrators. */
export function ProvidersPage() {
  const { t } = useLingui();
  const providers = useQuery(managedProvidersQuery);
  const adding = useDialog();
  useTitle(t`Входи організацій`);
  if (isForbidden(providers.error)) {
    return (
      <Page>
        <NoSuchPage />
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: t`Адміністрування`, href: "/administration" }, { label: t`Входи організацій` }]}
        crumbsLabel={t`Де ви`}
        title={t`Входи організацій`}
        lead={t`Люди цих організацій входять зі своїм службовим обліковим записом (OpenID Connect).`}
        actions={
          <Button onClick={() => adding.open()}>
            <Trans>Додати організацію</Trans>
          </Button>
        }
      />
      <SectionCard label={t`Входи організацій`} query={providers} empty={<None />}>
        {(one) => <ProviderRow key={one.id} provider={one} />}
      </SectionCard>
      {adding.render((_, close) => (
        <ProviderDialog onClose={close} />
      ))}
    </Page>
  );
}

function None() {
  return (
    <EmptyState title={<Trans>Поки що жодної</Trans>}>
      <Trans>Усі входять із паролем або ключем доступу.</Trans>
    </EmptyState>
  );
}

/** Let people sign in through the provider, or stop it. */
function useToggleProvider({ id, is_enabled, version }: ProviderOut) {
  const { t } = useLingui();
  const path = { provider_id: id };
  return useCommand({
    run: (_, { ifMatch }) =>
      unwrap(patchManagedProvider({ path, headers: ifMatch, body: { is_enabled: !is_enabled } })),
    version,
    invalidates: INVALIDATES,
    onSuccess: (changed) => toast(changed.is_enabled ? t`Вхід увімкнено` : t`Вхід вимкнено`),
    tellsErrors: true,
  });
}

function useRemoveProvider(provider: ProviderOut) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const name = localize(provider.name);
  return useConfirm({
    title: t`Вилучити «${name}»?`,
    text: <Trans>Через неї ще ніхто не входить, тож нікому це не зашкодить.</Trans>,
    submit: t`Вилучити`,
    danger: true,
    command: useCommand({
      run: () => unwrap(deleteManagedProvider({ path: { provider_id: provider.id } })),
      success: t`Організацію вилучено`,
      invalidates: INVALIDATES,
    }),
  });
}

function ProviderRow({ provider }: { provider: ProviderOut }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const edit = useDialog();
  const name = localize(provider.name);
  const toggle = useToggleProvider(provider);
  const remove = useRemoveProvider(provider);
  return (
    <ListRow
      spaced
      title={name}
      meta={provider.issuer}
      actions={
        <>
          <Button kind="quiet" aria-label={t`Змінити: ${name}`} onClick={() => edit.open()}>
            <Trans>Змінити</Trans>
          </Button>
          <Button
            kind="quiet"
            aria-label={provider.is_enabled ? t`Вимкнути: ${name}` : t`Увімкнути: ${name}`}
            busy={toggle.isPending}
            onClick={() => toggle.mutate()}
          >
            {provider.is_enabled ? <Trans>Вимкнути</Trans> : <Trans>Увімкнути</Trans>}
          </Button>
          {provider.allowed.includes("remove") && (
            <Button kind="ghost" aria-label={t`Вилучити: ${name}`} onClick={remove.open}>
              <Trans>Вилучити</Trans>
            </Button>
          )}
        </>
      }
    >
      <Domains provider={provider} />
      {edit.render((_, close) => (
        <ProviderDialog known={provider} onClose={close} />
      ))}
      {remove.dialog}
    </ListRow>
  );
}

function Domains({ provider }: { provider: ProviderOut }) {
  const { t } = useLingui();
  const { people, domains } = provider;
  const words = [
    !provider.is_enabled && t`вимкнено`,
    t`${plural(people, { one: "# людина", few: "# людини", many: "# людей", other: "# людини" })}`,
    domains.length > 0 && t`підтверджує адреси: ${domains.join(", ")}`,
  ];
  return (
    <>
      <p className="v-tiny v-t2">{words.filter(Boolean).join(DOT)}</p>
      <p className="v-tiny v-t2">
        <Trans>
          Адреса повернення: <code>{provider.return_address}</code>
        </Trans>
      </p>
    </>
  );
}
