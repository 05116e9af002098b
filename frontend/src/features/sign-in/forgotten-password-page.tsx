import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { postPasswordResets } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { InlineForm } from "@/kit/inline-form";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useTransportError } from "@/kit/use-transport-error";
import { AppLink } from "@/ui/app-link";
import { useTitle } from "@/ui/page";
import { AuthLayout } from "./auth-layout";
import { FormProblem } from "./refusal";
import classes from "./sign-in.module.css";

/** Asks for a link to set a new password. The answer does not tell whether anybody has the address. */
export function ForgottenPasswordPage() {
  const { t } = useLingui();
  const [sentTo, setSentTo] = useState<string>();
  useTitle(t`Новий пароль`);
  return (
    <AuthLayout title={<Trans>Новий пароль</Trans>}>
      {sentTo === undefined ? (
        <AddressForm onSent={setSentTo} />
      ) : (
        <div role="status">
          <p>
            <Trans>
              Якщо на адресу <b>{sentTo}</b> є обліковий запис, лист із посиланням уже в дорозі.
            </Trans>
          </p>
          <p className={`v-t2 ${classes.aside}`}>
            <Trans>
              Посилання діє годину й один раз. Листа немає? Гляньте в спам або зверніться до адміністратора.
            </Trans>
          </p>
        </div>
      )}
      <p className={classes.aside}>
        <AppLink href="/sign-in">
          <Trans>Повернутися до входу</Trans>
        </AppLink>
      </p>
    </AuthLayout>
  );
}

function AddressForm({ onSent }: { onSent: (address: string) => void }) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const command = useCommand({
    run: (body: { email: string }) => unwrap(postPasswordResets({ body })),
    onSuccess: (_out, { email }) => onSent(email),
    tellsErrors: false,
  });
  const form = useForm({ initial: { email: "" }, command, required: { email: t`Впишіть адресу` } });
  return (
    <InlineForm
      form={form}
      className="v-stack"
      submit={<Trans>Надіслати посилання</Trans>}
      submitKind="primary"
    >
      <p className="v-t2">
        <Trans>Надішлемо посилання, за яким ви зададите новий пароль.</Trans>
      </p>
      <FormProblem>{unheard(command.error)}</FormProblem>
      <TextInput label={t`Електронна пошта`} type="email" autoComplete="username" {...form.text("email")} />
    </InlineForm>
  );
}
