import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useReturnFocus } from "./use-return-focus";

interface InfoDialogProps {
  title: string;
  /** It is shown this once: a press beside it does not close it. `always`: the Escape key neither. */
  once?: boolean | "always";
  /** As wide as what it shows, such as a picture. */
  fitsContent?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Something to read or to take along; it asks nothing. */
export function InfoDialog({ title, once = false, fitsContent, onClose, children }: InfoDialogProps) {
  const { t } = useLingui();
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      size={fitsContent ? "auto" : undefined}
      title={title}
      closeOnClickOutside={!once}
      closeOnEscape={once !== "always"}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      {children}
    </Modal>
  );
}
