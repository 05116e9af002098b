import type { ReactNode } from "react";
import { Dialog, type DialogProps } from "@/ui/dialog";
import { FormRefusals } from "./form-errors";
import { PersonalDataGuard } from "./personal-data/personal-data-guard";
import type { Form } from "./use-form";

interface FormDialogProps<V extends object> extends Omit<DialogProps, "opened" | "onSubmit"> {
  form: Form<V>;
  /** In place of `form.submit`. */
  onSubmit?: () => void;
}

/** A form in a dialog: what was tried, what is wrong, and the question about personal data where its command has one. */
export function FormDialog<V extends object>({
  form,
  children,
  busy = false,
  onSubmit = () => form.submit(),
  ...dialog
}: FormDialogProps<V>) {
  const { command } = form;
  const asked: ReactNode = (
    <Dialog opened busy={busy || form.busy} onSubmit={onSubmit} {...dialog}>
      {children}
      <FormRefusals refusals={form.refusals} />
    </Dialog>
  );
  if (!command.personalData) return asked;
  return (
    <PersonalDataGuard
      change={{ error: command.error, reset: command.reset, mutate: command.confirm }}
      texts={form.texts()}
      {...command.personalData}
    >
      {asked}
    </PersonalDataGuard>
  );
}
