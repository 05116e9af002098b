import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useReturnFocus } from "@/ui/use-return-focus";

interface AboutDialogProps {
  onClose: () => void;
  children: ReactNode;
}

/** What stands beside a thread, where there is no room beside it. */
export function AboutDialog({ onClose, children }: AboutDialogProps) {
  const { t } = useLingui();
  useReturnFocus(true);
  return (
    <Modal opened onClose={onClose} title={t`Про тему`} closeButtonProps={{ "aria-label": t`Закрити` }}>
      {children}
    </Modal>
  );
}
