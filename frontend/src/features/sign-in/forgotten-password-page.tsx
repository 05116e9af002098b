import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { postPasswordResets } from "@/api/generated/sdk.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useTransportError } from "@/kit/use-transport-error";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { fieldError } from "@/ui/field-error";
import { useTitle } from "@/ui/page";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
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
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const repairs = useFocusFirstInvalid();
  const asking = useMutation({
    mutationFn: () => unwrap(postPasswordResets({ body: { email: email.trim() } })),
    onSuccess: () => onSent(email.trim()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim()) asking.mutate();
  };
  const refused = fieldErrorAt(asking.error, "/email");
  return (
    <form {...repairs} className="v-stack" onSubmit={submit} noValidate>
      <p className="v-t2">
        <Trans>Надішлемо посилання, за яким ви зададите новий пароль.</Trans>
      </p>
      <FormProblem>{unheard(asking.error)}</FormProblem>
      <TextInput
        label={t`Електронна пошта`}
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fieldError((tried && !email.trim() && t`Впишіть адресу`) || refused)}
      />
      <Button type="submit" busy={asking.isPending}>
        <Trans>Надіслати посилання</Trans>
      </Button>
    </form>
  );
}
