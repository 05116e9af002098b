import { useLingui } from "@lingui/react/macro";
import { Radio, Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { FormDialog } from "@/kit/form-dialog";
import { type FormCommand, useForm } from "@/kit/use-form";
import type { ButtonKind } from "@/ui/button";
import { FAULTS, type Fault } from "./words";

/** Characters of an explanation. */
export const LONGEST_NOTE = 1000;

/** What is said of a message: what is wrong with it. */
export interface Said {
  fault: Fault;
  note: string;
}

type SaidForm = Omit<Said, "fault"> & { fault: Fault | "" };

interface FaultDialogProps {
  title: string;
  lead: ReactNode;
  /** Who reads the words. */
  noteFor: string;
  submit: string;
  submitKind?: ButtonKind;
  command: Omit<FormCommand<Said>, "mutate">;
  onClose: () => void;
  onSubmit: (said: Said) => void;
}

const ORDER = Object.keys(FAULTS) as Fault[];

/** What is wrong with a message, from a short list; something else in words. */
export function FaultDialog({ noteFor, command, onSubmit, ...rest }: FaultDialogProps) {
  const { t, i18n } = useLingui();
  const form = useForm<SaidForm>({
    initial: { fault: "", note: "" },
    command: { ...command, mutate: ({ fault, note }) => fault && onSubmit({ fault, note }) },
    required: { fault: t`Виберіть причину` },
    validate: ({ fault, note }) => ({ note: fault === "other" && !note && t`Напишіть, що саме не так` }),
  });
  return (
    <FormDialog form={form} {...rest}>
      <Radio.Group label={t`Що не так`} {...form.choice("fault")}>
        {ORDER.map((one) => (
          <Radio key={one} value={one} label={i18n._(FAULTS[one])} />
        ))}
      </Radio.Group>
      <Textarea
        label={form.values.fault === "other" ? t`Що саме` : t`Пояснення (необов’язково)`}
        description={noteFor}
        rows={3}
        maxLength={LONGEST_NOTE}
        {...form.text("note")}
      />
    </FormDialog>
  );
}
