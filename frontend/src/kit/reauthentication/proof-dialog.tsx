import { Trans, useLingui } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sendCode, sendPasskey, sendPassword } from "@/api/sign-in";
import { passkeysWork } from "@/lib/passkeys";
import { factorsQuery } from "@/queries/factors";
import { meQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";
import { CodeField } from "./code-field";
import { useRefusal } from "./use-refusal";

function PasskeyProof({ onProved }: { onProved: () => void }) {
  const refusal = useRefusal();
  const proving = useMutation({ mutationFn: () => sendPasskey("reauthenticate"), onSuccess: onProved });
  return (
    <div className="v-stack">
      <Button kind="quiet" wide busy={proving.isPending} onClick={() => proving.mutate()}>
        <Icon of={IconFingerprint} />
        <Trans>Ключем доступу</Trans>
      </Button>
      <div role="alert">{fieldError(refusal(proving.error))}</div>
    </div>
  );
}

/** Ask the reader to prove their identity again: with the factors they have set up, else with the password. */
export function ProofDialog({ onProved, onClose }: { onProved: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const refusal = useRefusal();
  const { data: factors } = useQuery(factorsQuery);
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const [typed, setTyped] = useState("");
  const keys = (factors?.passkeys.length ?? 0) > 0;
  const codes = Boolean(factors?.app_codes) || (factors?.recovery_codes_left ?? 0) > 0;
  const byWords = useMutation({
    mutationFn: () => (keys || codes ? sendCode("reauthenticate", typed) : sendPassword(typed)),
    onSuccess: onProved,
  });
  const problem = fieldError(refusal(byWords.error));
  if (factors && me && !keys && !codes && !me.has_password) return <SignInAnew onClose={onClose} />;
  return (
    <Dialog
      opened
      title={t`Підтвердьте, що це ви`}
      lead={<Trans>Цей крок захищено. Підтвердження діє п’ять хвилин.</Trans>}
      submit={t`Підтвердити`}
      busy={byWords.isPending}
      onClose={onClose}
      onSubmit={() => typed && byWords.mutate()}
    >
      {keys && passkeysWork() && <PasskeyProof onProved={onProved} />}
      {keys || codes ? (
        <CodeField
          description={t`Із застосунку або резервний`}
          value={typed}
          onChange={setTyped}
          error={problem}
        />
      ) : (
        <PasswordInput
          label={t`Пароль`}
          autoComplete="current-password"
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати пароль` }}
          error={problem}
        />
      )}
    </Dialog>
  );
}

/** For who comes in through an organisation alone: that sign-in is the proof. */
function SignInAnew({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog
      opened
      title={t`Підтвердьте, що це ви`}
      lead={
        <Trans>
          Вийдіть і ввійдіть знову через свою організацію. П’ять хвилин після входу зміни доступні без іншого
          підтвердження.
        </Trans>
      }
      submit={t`Зрозуміло`}
      onClose={onClose}
      onSubmit={onClose}
    />
  );
}
