import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { postMyAppCodes } from "@/api/generated/sdk.gen";
import type { AppCodesSetupOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { CodeField } from "@/kit/reauthentication/code-field";
import { NotConfirmed } from "@/kit/reauthentication/confirm-dialog";
import { useRefusal } from "@/kit/reauthentication/use-refusal";
import { useCommand } from "@/kit/use-command";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { Secret } from "@/ui/secret";
import classes from "./factors.module.css";
import { useFactorPreset } from "./use-factor-preset";

interface AppCodesDialogProps {
  setup: AppCodesSetupOut;
  onDone: (codes: string[] | null) => void;
  onClose: () => void;
}

/** Shows what the authenticator app has to learn, and asks for the first code that it shows. */
export function AppCodesDialog({ setup, onDone, onClose }: AppCodesDialogProps) {
  const { t } = useLingui();
  const refusal = useRefusal();
  const [code, setCode] = useState("");
  const adding = useCommand({
    ...useFactorPreset(),
    run: () => unwrap(postMyAppCodes({ body: { code } })),
    onSuccess: (added) => onDone(added.recovery_codes),
    tellsErrors: false,
  });
  const problem = adding.error instanceof NotConfirmed ? undefined : refusal(adding.error);
  return (
    <Dialog
      opened
      title={t`Коди із застосунку`}
      lead={
        <Trans>
          Відкрийте застосунок для кодів (Google Authenticator, Aegis, 2FAS чи інший) і зчитайте картинку.
        </Trans>
      }
      submit={t`Увімкнути`}
      busy={adding.isPending}
      onClose={onClose}
      onSubmit={() => code.trim() && adding.mutate()}
    >
      <img
        className={classes.qr}
        src={`data:image/svg+xml,${encodeURIComponent(setup.qr)}`}
        alt={t`QR-код для застосунку. Той самий код словами — нижче.`}
      />
      <div>
        <p className="v-small v-t2">
          <Trans>Не зчитується? Впишіть у застосунок цей код:</Trans>
        </p>
        <Secret>{setup.secret.match(/.{1,4}/g)?.join(" ")}</Secret>
      </div>
      <CodeField
        label={t`Код, який показує застосунок`}
        description={t`Шість цифр`}
        value={code}
        onChange={setCode}
        error={fieldError(problem)}
      />
    </Dialog>
  );
}
