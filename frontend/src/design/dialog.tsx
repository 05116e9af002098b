import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { Button, type ButtonKind } from "./button";
import classes from "./modal.module.css";
import { useReturnFocus } from "./use-return-focus";

interface DialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  /** What pressing the main button means, in one line. */
  lead?: ReactNode;
  children?: ReactNode;
  submit: string;
  submitKind?: ButtonKind;
  /** The way back, in words of its own: «Не повертати», not «Ні». */
  cancel?: string;
  busy?: boolean;
  /** Something is missing that only what stands above can bring. */
  waits?: boolean;
  onSubmit: () => void;
}

/** One question, one main answer. Escape and the way back change nothing. */
export function Dialog(props: DialogProps) {
  const { t } = useLingui();
  useReturnFocus();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.busy && !props.waits) props.onSubmit();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        {props.lead && <p className="v-t2">{props.lead}</p>}
        {props.children}
        <div className={classes.buttons}>
          <Button kind="ghost" onClick={props.onClose}>
            {props.cancel ?? t`Не зараз`}
          </Button>
          <Button
            type="submit"
            kind={props.submitKind ?? "primary"}
            busy={props.busy}
            aria-disabled={props.waits || undefined}
          >
            {props.submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
