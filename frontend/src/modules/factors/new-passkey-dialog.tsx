import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { postMyPasskeyOptions, postMyPasskeys } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { NotConfirmed } from "@/kit/reauthentication/confirm-dialog";
import { useRefusal } from "@/kit/reauthentication/use-refusal";
import { useCommand } from "@/kit/use-command";
import { makePasskey } from "@/lib/passkeys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { useFactorPreset } from "./use-factor-preset";

interface NewPasskeyDialogProps {
  onDone: (codes: string[] | null) => void;
  onClose: () => void;
}

/** Asks for a name by which the reader will know the key, then lets the device make it. */
export function NewPasskeyDialog({ onDone, onClose }: NewPasskeyDialogProps) {
  const { t } = useLingui();
  const refusal = useRefusal();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const adding = useCommand({
    ...useFactorPreset(),
    run: async () => {
      const credential = await makePasskey(await unwrap(postMyPasskeyOptions()));
      return await unwrap(postMyPasskeys({ body: { name: name.trim(), credential } }));
    },
    onSuccess: (added) => onDone(added.recovery_codes),
    tellsErrors: false,
  });
  const problem = adding.error instanceof NotConfirmed ? undefined : refusal(adding.error);
  return (
    <Dialog
      opened
      title={t`Новий ключ доступу`}
      lead={
        <Trans>
          Пристрій попросить відбиток, обличчя або свій PIN. Далі входитимете так само, без пароля.
        </Trans>
      }
      submit={t`Створити ключ`}
      busy={adding.isPending}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) adding.mutate();
      }}
    >
      <TextInput
        label={t`Назва`}
        description={t`Щоб згодом упізнати: «робочий телефон»`}
        maxLength={80}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldError((tried && !name.trim() && t`Назвіть ключ`) || problem)}
      />
    </Dialog>
  );
}
