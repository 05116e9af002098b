import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { postConfirmedEmail } from "@/api/generated/sdk.gen";
import type { Me } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useTransportError } from "@/kit/use-transport-error";
import { pathTo } from "@/lib/paths";
import { useLinkSecret } from "@/modules/invitations/link-secret";
import { keys } from "@/queries/keys";
import { emailChangeQuery, meQuery } from "@/queries/me";
import { Button, ButtonLink } from "@/ui/button";
import { useTitle } from "@/ui/page";
import { AuthLayout } from "./auth-layout";
import { FormProblem } from "./refusal";

// Survives the way over the sign-in page, and nothing else: it is written nowhere.
const kept = { secret: "" };

/** Where the letter to a new address leads. Only whose account it is can confirm it, signed in. */
export function ConfirmEmailPage() {
  const { t } = useLingui();
  kept.secret = useLinkSecret(() => kept.secret);
  const me = useQuery(meQuery);
  useTitle(t`Нова адреса`);
  return (
    <AuthLayout title={<Trans>Нова адреса</Trans>}>
      <QueryBoundary query={me}>
        {(reader) => (reader ? <Confirmation key={kept.secret} me={reader} /> : <SignInFirst />)}
      </QueryBoundary>
    </AuthLayout>
  );
}

function SignInFirst() {
  return (
    <div className="v-stack">
      <p>
        <Trans>Увійдіть, як завжди, з попередньою адресою. Тоді підтвердите нову.</Trans>
      </p>
      <ButtonLink href={pathTo("/sign-in", {}, { next: "/confirm-email" })}>
        <Trans>Увійти</Trans>
      </ButtonLink>
    </div>
  );
}

function Confirmation({ me }: { me: Me }) {
  const { data: pending } = useQuery(emailChangeQuery);
  const unheard = useTransportError();
  const confirming = useCommand({
    run: () => unwrap(postConfirmedEmail({ body: { secret: kept.secret } })),
    onSuccess: (changed, _input, client) => {
      kept.secret = "";
      client.setQueryData(keys.me, changed);
      void client.invalidateQueries({ queryKey: keys.emailChange });
    },
    tellsErrors: false,
  });
  if (confirming.data) return <Done email={confirming.data.email} />;
  const refused = confirming.error instanceof ApiProblem ? confirming.error.message : undefined;
  if (!kept.secret || pending === null) return <Void email={me.email} />;
  const email = pending?.email ?? "…";
  return (
    <div className="v-stack">
      <p>
        <Trans>
          Відтепер ви входитимете з адресою <b>{email}</b>, і листи надходитимуть туди. Попередня,{" "}
          <b>{me.email}</b>, більше не діятиме.
        </Trans>
      </p>
      <FormProblem>{unheard(confirming.error) ?? refused}</FormProblem>
      <Button busy={confirming.isPending} onClick={() => confirming.mutate()}>
        <Trans>Підтвердити адресу</Trans>
      </Button>
      <ButtonLink kind="ghost" href="/settings/security">
        <Trans>Не змінювати</Trans>
      </ButtonLink>
    </div>
  );
}

function Done({ email }: { email: string }) {
  return (
    <div role="status" className="v-stack">
      <p>
        <Trans>
          Адресу змінено. Входьте з <b>{email}</b>.
        </Trans>
      </p>
      <ButtonLink href="/settings/security">
        <Trans>До налаштувань</Trans>
      </ButtonLink>
    </div>
  );
}

function Void({ email }: { email: string }) {
  return (
    <div role="alert" className="v-stack">
      <p>
        <Trans>Це посилання вже використано, воно застаріло, скасоване або веде до іншого запису.</Trans>
      </p>
      <p className="v-t2">
        <Trans>
          Ваша адреса тепер: <b>{email}</b>
        </Trans>
      </p>
      <ButtonLink kind="quiet" href="/settings/security">
        <Trans>До налаштувань</Trans>
      </ButtonLink>
    </div>
  );
}
