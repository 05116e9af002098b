import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteManagedProvider, patchManagedProvider } from "@/api/generated/sdk.gen";
import type { ProviderOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { isForbidden } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import type { Confirmed } from "@/kit/reauthentication/confirm-dialog";
import { useConfirmation } from "@/kit/reauthentication/confirm-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { NoSuchPage } from "@/modules/access/no-access";
import { managedProvidersQuery } from "@/queries/identities";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { toast } from "@/ui/toast";
import { ProviderDialog } from "./provider-dialog";
import classes from "./providers.module.css";
import { useProviderChange } from "./use-provider-change";

/** Through which organisations people may sign in. For administrators. */
export function ProvidersPage() {
  const { t } = useLingui();
  const providers = useQuery(managedProvidersQuery);
  const { confirmed, dialog } = useConfirmation();
  const [making, setMaking] = useState(false);
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
        crumbs={[{ label: t`Налаштування`, href: "/settings" }, { label: t`Входи організацій` }]}
        crumbsLabel={t`Де ви`}
        title={t`Входи організацій`}
        lead={t`Люди цих організацій входять зі своїм службовим обліковим записом (OpenID Connect).`}
        actions={
          <Button onClick={() => setMaking(true)}>
            <Trans>Додати організацію</Trans>
          </Button>
        }
      />
      <Card label={t`Входи організацій`}>
        <QueryBoundary query={providers}>
          {(items) => {
            if (items.length === 0) return <None />;
            return (
              <CardList>
                {items.map((one) => (
                  <Row key={one.id} provider={one} confirmed={confirmed} />
                ))}
              </CardList>
            );
          }}
        </QueryBoundary>
      </Card>
      {making && <ProviderDialog confirmed={confirmed} onClose={() => setMaking(false)} />}
      {dialog}
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

function Row({ provider, confirmed }: { provider: ProviderOut; confirmed: Confirmed }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [asking, setAsking] = useState<"edit" | "remove">();
  const path = { provider_id: provider.id };
  const switching = useProviderChange({
    work: () =>
      unwrap(
        patchManagedProvider({
          path,
          headers: ifMatch(provider.version),
          body: { is_enabled: !provider.is_enabled },
        }),
      ),
    confirmed,
    onDone: (changed) => toast(changed.is_enabled ? t`Вхід увімкнено` : t`Вхід вимкнено`),
  });
  const removing = useProviderChange({
    work: () => unwrap(deleteManagedProvider({ path })),
    confirmed,
    onDone: () => toast(t`Організацію вилучено`),
  });
  const name = say(provider.name);
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <b>{name}</b>
        <Facts provider={provider} />
      </div>
      <div className={classes.steps}>
        <Button kind="quiet" aria-label={t`Змінити: ${name}`} onClick={() => setAsking("edit")}>
          <Trans>Змінити</Trans>
        </Button>
        <Button
          kind="quiet"
          aria-label={provider.is_enabled ? t`Вимкнути: ${name}` : t`Увімкнути: ${name}`}
          busy={switching.isPending}
          onClick={() => switching.mutate()}
        >
          {provider.is_enabled ? <Trans>Вимкнути</Trans> : <Trans>Увімкнути</Trans>}
        </Button>
        {provider.allowed.includes("remove") && (
          <Button kind="ghost" aria-label={t`Вилучити: ${name}`} onClick={() => setAsking("remove")}>
            <Trans>Вилучити</Trans>
          </Button>
        )}
      </div>
      {asking === "edit" && (
        <ProviderDialog known={provider} confirmed={confirmed} onClose={() => setAsking(undefined)} />
      )}
      <Dialog
        opened={asking === "remove"}
        title={t`Вилучити «${name}»?`}
        lead={<Trans>Через неї ще ніхто не входить, тож нікому це не зашкодить.</Trans>}
        submit={t`Вилучити`}
        submitKind="danger"
        onClose={() => setAsking(undefined)}
        onSubmit={() => {
          setAsking(undefined);
          removing.mutate();
        }}
      />
    </li>
  );
}

function Facts({ provider }: { provider: ProviderOut }) {
  const { t } = useLingui();
  const { people, domains } = provider;
  const words = [
    !provider.is_enabled && t`вимкнено`,
    t`${plural(people, { one: "# людина", few: "# людини", many: "# людей", other: "# людини" })}`,
    domains.length > 0 && t`підтверджує адреси: ${domains.join(", ")}`,
  ];
  return (
    <>
      <p className="v-small v-t2">{provider.issuer}</p>
      <p className="v-tiny v-t2">{words.filter(Boolean).join(DOT)}</p>
      <p className="v-tiny v-t2">
        <Trans>
          Адреса повернення: <code>{provider.return_address}</code>
        </Trans>
      </p>
    </>
  );
}
