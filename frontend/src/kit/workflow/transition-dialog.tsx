import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { FormDialog } from "@/kit/form-dialog";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import type { Transition } from "./workflow";

const MAX_REASON = 1000;

/** What is said with any transition. */
export interface TransitionWords {
  reason: string;
}

interface TransitionFormProps<V extends TransitionWords> {
  transition: Transition;
  /** In place of the words of its button. */
  title?: string;
  form: Form<V>;
  /** What the transition depends on is still on its way. */
  busy?: boolean;
  /** Before and after the reason: what else is asked of this resource. */
  children?: ReactNode;
  after?: ReactNode;
  onClose: () => void;
}

/** The dialog of a transition: what it means, the reason where it takes one, and what the resource asks besides. */
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
          maxLength={MAX_REASON}
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

/** The same where nothing but the reason is asked. */
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
