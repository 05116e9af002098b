import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postPasswordLink, postUsedPasswordLink } from "@/api/generated/sdk.gen";
import type { PasswordLinkOut } from "@/api/generated/types.gen";
import { isNotFound } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { InlineForm } from "@/kit/inline-form";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useTransportError } from "@/kit/use-transport-error";
import { useLocale } from "@/lib/locale";
import { NewPassword, usePasswordLack } from "@/modules/factors/new-password";
import { useLinkSecret } from "@/modules/invitations/link-secret";
import { ButtonLink } from "@/ui/button";
import { useTitle } from "@/ui/page";
import { AuthLayout } from "./auth-layout";
import { FormProblem } from "./refusal";

/** Where a link in a letter leads. */
export function SetPasswordPage() {
  const { t } = useLingui();
  const secret = useLinkSecret();
  useTitle(t`Новий пароль`);
  return (
    <AuthLayout title={<Trans>Новий пароль</Trans>}>
      {secret ? <OfLink key={secret} secret={secret} /> : <Void />}
    </AuthLayout>
  );
}

function OfLink({ secret }: { secret: string }) {
  const [done, setDone] = useState(false);
  const link = useQuery({
    queryKey: ["password-link", secret],
    queryFn: () => unwrap(postPasswordLink({ body: { secret } })),
    gcTime: 0,
    retry: false,
  });
  if (done) return <Done />;
  if (isNotFound(link.error)) return <Void />;
  return (
    <QueryBoundary query={link}>
      {(found) => <PasswordForm link={found} secret={secret} onDone={() => setDone(true)} />}
    </QueryBoundary>
  );
}

function Done() {
  return (
    <div role="status" className="v-stack">
      <p>
        <Trans>Пароль задано. Усі попередні входи завершено, увійдіть із новим.</Trans>
      </p>
      <ButtonLink href="/sign-in">
        <Trans>Увійти</Trans>
      </ButtonLink>
    </div>
  );
}

function Void() {
  return (
    <div role="alert" className="v-stack">
      <p>
        <Trans>Це посилання вже використано, воно застаріло або його замінило новіше.</Trans>
      </p>
      <ButtonLink kind="quiet" href="/forgotten-password">
        <Trans>Попросити нове посилання</Trans>
      </ButtonLink>
    </div>
  );
}

interface PasswordFormProps {
  link: PasswordLinkOut;
  secret: string;
  onDone: () => void;
}

function PasswordForm({ link, secret, onDone }: PasswordFormProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const unheard = useTransportError();
  const lack = usePasswordLack();
  const command = useCommand({
    run: (body: { password: string }) => unwrap(postUsedPasswordLink({ body: { ...body, secret } })),
    onSuccess: onDone,
    tellsErrors: false,
  });
  const form = useForm({
    initial: { password: "" },
    command,
    validate: ({ password }) => ({ password: lack(password) }),
    verbatim: ["password"],
  });
  const gone = isNotFound(command.error)
    ? t`Посилання вже не діє. Попросіть нове на сторінці входу.`
    : undefined;
  const name = say(link.name);
  return (
    <InlineForm form={form} className="v-stack" submit={<Trans>Зберегти пароль</Trans>} submitKind="primary">
      <p className="v-t2">
        {link.first ? (
          <Trans>{name}, вас запрошено до Віче. Задайте свій перший пароль.</Trans>
        ) : (
          <Trans>
            {name}, задайте новий пароль. Усі ваші входи після цього завершаться, а токени, адреса календаря
            та вхід через організації перестануть діяти.
          </Trans>
        )}
      </p>
      <FormProblem>{unheard(command.error) ?? gone}</FormProblem>
      {/* For password managers: whose password this is. */}
      <input type="email" autoComplete="username" value={link.email} readOnly hidden />
      <NewPassword {...form.text("password")} />
    </InlineForm>
  );
}
