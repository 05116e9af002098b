import { useLingui } from "@lingui/react/macro";
import { PasswordInput, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type FactorKind, sendPasskey, signIn } from "@/api/sign-in";
import { useRefusal as useKeyRefusal } from "@/kit/reauthentication/use-refusal";
import { useTransportError } from "@/kit/use-transport-error";
import { passkeysWork } from "@/lib/passkeys";
import { Button } from "@/ui/button";
import { fieldError } from "@/ui/field-error";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import { FormProblem } from "./refusal";
import classes from "./sign-in.module.css";

interface SignInFormProps {
  onEntered: () => Promise<void>;
  /** The password was right, and is not enough. */
  onSecondStep: (kinds: FactorKind[]) => void;
}

/** E-mail and password, or a passkey in place of both. A wrong one says how to mend it, not which of the two was wrong. */
export function SignInForm({ onEntered, onSecondStep }: SignInFormProps) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const repairs = useFocusFirstInvalid();
  const entering = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: (kinds) => (kinds ? onSecondStep(kinds) : onEntered()),
  });
  const byKey = useMutation({ mutationFn: () => sendPasskey("login"), onSuccess: onEntered });
  const refusedKey = useKeyRefusal();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim() && password) entering.mutate();
  };
  const wrong = entering.error && t`Пошта або пароль не ті. Перевірте розкладку й великі літери.`;
  const problem = unheard(entering.error) ?? wrong ?? refusedKey(byKey.error);
  return (
    <form {...repairs} className="v-stack" onSubmit={submit} noValidate>
      <FormProblem>{problem}</FormProblem>
      <TextInput
        label={t`Електронна пошта`}
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={tried && !email.trim() && fieldError(t`Впишіть адресу`)}
      />
      <PasswordInput
        label={t`Пароль`}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={tried && !password && fieldError(t`Впишіть пароль`)}
        visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати пароль` }}
      />
      <div className={classes.ways}>
        <Button type="submit" busy={entering.isPending}>
          {t`Увійти`}
        </Button>
        {passkeysWork() && (
          <Button kind="quiet" busy={byKey.isPending} onClick={() => byKey.mutate()}>
            <IconFingerprint size={20} stroke={1.75} aria-hidden="true" />
            {t`Увійти з ключем доступу`}
          </Button>
        )}
      </div>
    </form>
  );
}
