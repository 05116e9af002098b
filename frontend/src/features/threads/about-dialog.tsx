import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { InfoDialog } from "@/ui/info-dialog";

interface AboutDialogProps {
  onClose: () => void;
  children: ReactNode;
}

/** What stands beside a thread, where there is no room beside it. */
export function AboutDialog({ onClose, children }: AboutDialogProps) {
  const { t } = useLingui();
  return (
    <InfoDialog title={t`Про тему`} onClose={onClose}>
      {children}
    </InfoDialog>
  );
}
