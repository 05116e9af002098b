import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { Button, type ButtonKind } from "./button";
import classes from "./modal.module.css";
import { useRepairs } from "./use-repairs";
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
  /** Where the way back leads to a step before, and not out. */
  onBack?: () => void;
  busy?: boolean;
  /** Something is missing that only what stands above can bring. */
  waits?: boolean;
  /** A question alone: the main answer has the focus. */
  startAtSubmit?: boolean;
  onSubmit: () => void;
}

/** Leads to the first field that holds what it cannot understand, such as half a date. */
function ledToRepair(form: HTMLFormElement): boolean {
  const inputs = [...form.querySelectorAll("input")];
  const unclear = inputs.filter((one) => one.validity.customError && !one.checkValidity());
  unclear[0]?.focus();
  return unclear.length > 0;
}

/** One question, one main answer. Escape and the way back change nothing. */
export function Dialog(props: DialogProps) {
  const { t } = useLingui();
  useReturnFocus(props.opened);
  const repairs = useRepairs();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!props.busy && !props.waits && !ledToRepair(event.currentTarget)) props.onSubmit();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      <form {...repairs} className={classes.form} onSubmit={submit} noValidate>
        {props.lead && <p className="v-t2">{props.lead}</p>}
        {props.children}
        <div className={classes.buttons}>
          <Button kind="ghost" onClick={props.onBack ?? props.onClose}>
            {props.cancel ?? t`Не зараз`}
          </Button>
          <Button
            type="submit"
            kind={props.submitKind ?? "primary"}
            busy={props.busy}
            aria-disabled={props.waits || undefined}
            data-autofocus={props.startAtSubmit}
          >
            {props.submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
