import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { CopyButton } from "@/kit/copy-button";
import { Button } from "@/ui/button";
import { useReturnFocus } from "@/ui/use-return-focus";
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
  useReturnFocus();
  const text = codes.join("\n");
  const icon = { size: 20, stroke: 1.75, "aria-hidden": true } as const;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Резервні коди`}
      closeOnClickOutside={false}
      closeOnEscape={false}
      closeButtonProps={{ "aria-label": t`Закрити` }}
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
      <div className={classes.buttons}>
        <CopyButton text={text} />
        <Button kind="quiet" onClick={() => saveAsFile(text)}>
          <IconDownload {...icon} />
          <Trans>Завантажити</Trans>
        </Button>
        <Button kind="quiet" onClick={() => window.print()}>
          <IconPrinter {...icon} />
          <Trans>Надрукувати</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>Коди збережено</Trans>
        </Button>
      </div>
    </Modal>
  );
}
