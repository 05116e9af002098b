import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./modal.module.css";
import { useReturnFocus } from "./use-return-focus";

interface InfoDialogProps {
  title: string;
  /** Shown only once, so a press outside does not close it. `always`: nor does the Escape key. */
  once?: boolean | "always";
  /** As wide as its content, such as a picture. */
  fitsContent?: boolean;
  /** What can be done with it. */
  foot?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog with information to read or copy, without a form. */
export function InfoDialog({ title, once = false, fitsContent, foot, onClose, children }: InfoDialogProps) {
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
      {foot && <div className={classes.buttons}>{foot}</div>}
    </Modal>
  );
}
