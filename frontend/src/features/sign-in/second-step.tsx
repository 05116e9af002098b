import { Trans, useLingui } from "@lingui/react/macro";
import { IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { type FactorKind, sendCode, sendPasskey } from "@/api/sign-in";
import { CodeField } from "@/kit/reauthentication/code-field";
import { useRefusal } from "@/kit/reauthentication/use-refusal";
import { useCommand } from "@/kit/use-command";
import { passkeysWork } from "@/lib/passkeys";
import { Button } from "@/ui/button";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";
import { FormProblem } from "./refusal";

interface SecondStepProps {
  kinds: FactorKind[];
  onEntered: () => Promise<void>;
  onBack: () => void;
}

/** After the password: a passkey, a code of the app, or a recovery code. */
export function SecondStep({ kinds, onEntered, onBack }: SecondStepProps) {
  const { t } = useLingui();
  const refusal = useRefusal();
  const [code, setCode] = useState("");
  const entering = { onSuccess: onEntered, tellsErrors: false };
  const byKey = useCommand({ ...entering, run: () => sendPasskey("authenticate") });
  const byCode = useCommand({ ...entering, run: (typed: string) => sendCode("authenticate", typed) });
  const keys = kinds.includes("webauthn") && passkeysWork();
  const app = kinds.includes("totp");
  const codes = app || kinds.includes("recovery_codes");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim()) byCode.mutate(code);
  };
  return (
    <form className="v-stack" onSubmit={submit} noValidate>
      <p className="v-t2">
        <Trans>Лишився один крок: підтвердьте ще раз, що це ви.</Trans>
      </p>
      <FormProblem>{refusal(byKey.error)}</FormProblem>
      {keys && (
        <Button kind={codes ? "quiet" : "primary"} busy={byKey.isPending} onClick={() => byKey.mutate()}>
          <Icon of={IconFingerprint} />
          <Trans>Ключем доступу</Trans>
        </Button>
      )}
      {codes && (
        <>
          <CodeField
            description={app ? t`Шість цифр із застосунку або резервний код` : t`Резервний код`}
            value={code}
            onChange={setCode}
            error={fieldError(refusal(byCode.error))}
          />
          <Button type="submit" busy={byCode.isPending}>
            <Trans>Підтвердити</Trans>
          </Button>
        </>
      )}
      <Button kind="ghost" onClick={onBack}>
        <Trans>Увійти інакше</Trans>
      </Button>
      <p className="v-small v-t2">
        <Trans>Загубили телефон і коди? Зверніться до тих, хто адмініструє Віче у вашій громаді.</Trans>
      </p>
    </form>
  );
}
