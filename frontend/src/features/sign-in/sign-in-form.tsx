import { useLingui } from "@lingui/react/macro";
import { PasswordInput, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { type FactorKind, sendPasskey, signIn } from "@/api/sign-in";
import { useRefusal as useKeyRefusal } from "@/kit/reauthentication/use-refusal";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useTransportError } from "@/kit/use-transport-error";
import { passkeysWork } from "@/lib/passkeys";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import { FormProblem } from "./refusal";
import classes from "./sign-in.module.css";

interface SignInFormProps {
  onEntered: () => Promise<void>;
  /** The password was right, and is not enough. */
  onSecondStep: (kinds: FactorKind[]) => void;
}

const NOTHING = { email: "", password: "" };

/** E-mail and password, or a passkey in place of both. A wrong one says how to mend it, not which of the two was wrong. */
export function SignInForm({ onEntered, onSecondStep }: SignInFormProps) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const repairs = useFocusFirstInvalid();
  const entering = useCommand({
    run: ({ email, password }: typeof NOTHING) => signIn(email, password),
    onSuccess: (kinds) => (kinds ? onSecondStep(kinds) : onEntered()),
    tellsErrors: false,
  });
  const byKey = useCommand({ run: () => sendPasskey("login"), onSuccess: onEntered, tellsErrors: false });
  const refusedKey = useKeyRefusal();
  const form = useForm({
    initial: NOTHING,
    // Which of the two was wrong is not said.
    command: { ...entering, error: null },
    required: { email: t`Впишіть адресу`, password: t`Впишіть пароль` },
    verbatim: ["password"],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };
  const wrong = entering.error && t`Пошта або пароль не ті. Перевірте розкладку й великі літери.`;
  const problem = unheard(entering.error) ?? wrong ?? refusedKey(byKey.error);
  return (
    <form {...repairs} className="v-stack" onSubmit={submit} noValidate>
      <FormProblem>{problem}</FormProblem>
      <TextInput label={t`Електронна пошта`} type="email" autoComplete="username" {...form.text("email")} />
      <PasswordInput
        label={t`Пароль`}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати пароль` }}
        {...form.text("password")}
      />
      <div className={classes.ways}>
        <Button type="submit" busy={entering.isPending}>
          {t`Увійти`}
        </Button>
        {passkeysWork() && (
          <Button kind="quiet" busy={byKey.isPending} onClick={() => byKey.mutate()}>
            <Icon of={IconFingerprint} />
            {t`Увійти з ключем доступу`}
          </Button>
        )}
      </div>
    </form>
  );
}
