import type { ReactNode } from "react";
import { Button, type ButtonKind } from "@/ui/button";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import { FormRefusals } from "./form-errors";
import type { Form } from "./use-form";

interface InlineFormProps<V extends object> {
  form: Form<V>;
  className?: string;
  submit: ReactNode;
  /** How its button looks: quiet where the page has a main one. */
  submitKind?: ButtonKind;
  /** In place of sending it at once. */
  onSubmit?: (values: V) => void;
  children: ReactNode;
}

/** A form on a page, with its button. */
export function InlineForm<V extends object>({
  form,
  className,
  submit,
  submitKind = "quiet",
  onSubmit,
  children,
}: InlineFormProps<V>) {
  const repairs = useFocusFirstInvalid();
  return (
    <form
      {...repairs}
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit(onSubmit);
      }}
    >
      {children}
      <FormRefusals refusals={form.refusals} />
      <Button type="submit" kind={submitKind} busy={form.busy}>
        {submit}
      </Button>
    </form>
  );
}
