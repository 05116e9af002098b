import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { FormDialog } from "@/kit/form-dialog";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import type { Transition } from "./workflow";

const MAX_REASON = 1000;

/** The text that goes with any transition. */
export interface TransitionWords {
  reason: string;
}

interface TransitionFormProps<V extends TransitionWords> {
  transition: Transition;
  /** Instead of the label of the transition. */
  title?: string;
  form: Form<V>;
  /** Data that the transition depends on is loading. */
  busy?: boolean;
  /** Further fields, before and after the reason. */
  children?: ReactNode;
  after?: ReactNode;
  onClose: () => void;
}

/** The dialog of a transition: its lead, its reason if it takes one, and further fields of the resource. */
export function TransitionForm<V extends TransitionWords>(props: TransitionFormProps<V>) {
  const { transition, title, form, busy, children, after, onClose } = props;
  const { i18n } = useLingui();
  const { label, lead, keep, danger, reason } = transition;
  const words = form.value("reason");
  const localize = (one: Transition["lead"]) => one && i18n._(one);
  return (
    <FormDialog
      form={form}
      title={title ?? i18n._(label)}
      lead={localize(lead)}
      submit={i18n._(label)}
      submitKind={danger ? "danger" : "primary"}
      cancel={localize(keep)}
      busy={busy}
      onClose={onClose}
    >
      {children}
      {reason && (
        <Textarea
          label={i18n._(reason.label)}
          description={localize(reason.description)}
          rows={reason.missing ? 3 : 2}
          maxLength={reason.maxLength ?? MAX_REASON}
          data-autofocus={Boolean(reason.missing) || undefined}
          value={words.value}
          onChange={(event) => words.onChange(event.currentTarget.value as V["reason"])}
          error={words.error}
        />
      )}
      {after}
    </FormDialog>
  );
}

interface TransitionDialogProps extends Omit<TransitionFormProps<TransitionWords>, "form"> {
  command: FormCommand<TransitionWords>;
}

/** The dialog of a transition that asks for nothing but the reason. */
export function TransitionDialog({ command, ...shown }: TransitionDialogProps) {
  const { i18n } = useLingui();
  const missing = shown.transition.reason?.missing;
  const form = useForm({
    initial: { reason: "" },
    command,
    required: { reason: missing && i18n._(missing) },
  });
  return <TransitionForm form={form} {...shown} />;
}
