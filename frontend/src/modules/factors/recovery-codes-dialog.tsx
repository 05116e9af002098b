import { Trans, useLingui } from "@lingui/react/macro";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { CopyButton } from "@/kit/copy-button";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { InfoDialog } from "@/ui/info-dialog";
import classes from "./factors.module.css";

function saveAsFile(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  link.download = "viche-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The codes for a lost phone, once: to copy, to keep as a file, to print. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useLingui();
  const text = codes.join("\n");
  return (
    <InfoDialog
      once="always"
      title={t`Резервні коди`}
      onClose={onClose}
      foot={
        <>
          <CopyButton text={text} />
          <Button kind="quiet" onClick={() => saveAsFile(text)}>
            <Icon of={IconDownload} />
            <Trans>Завантажити</Trans>
          </Button>
          <Button kind="quiet" onClick={() => window.print()}>
            <Icon of={IconPrinter} />
            <Trans>Надрукувати</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Коди збережено</Trans>
          </Button>
        </>
      }
    >
      <p className="v-t2">
        <Trans>
          Якщо загубите телефон, увійдете з таким кодом. Кожен діє один раз. Збережіть їх зараз: більше ми їх
          не покажемо.
        </Trans>
      </p>
      <ul className={`${classes.codes} v-print`}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </InfoDialog>
  );
}
