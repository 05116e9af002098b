import { useLingui } from "@lingui/react/macro";
import { Radio, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { fieldErrorAt } from "@/api/problem";
import { FormErrors } from "@/kit/form-errors";
import type { ButtonKind } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { FAULTS, type Fault } from "./words";

/** Characters of an explanation. */
export const LONGEST_NOTE = 1000;

interface FaultDialogProps {
  title: string;
  lead: ReactNode;
  /** Who reads the words. */
  noteFor: string;
  submit: string;
  submitKind?: ButtonKind;
  busy: boolean;
  problem: unknown;
  onClose: () => void;
  onSubmit: (said: { fault: Fault; note: string }) => void;
}

const ORDER = Object.keys(FAULTS) as Fault[];

/** What is wrong with a message, from a short list; something else in words. */
export function FaultDialog({ noteFor, problem, onSubmit, ...rest }: FaultDialogProps) {
  const { t, i18n } = useLingui();
  const [fault, setFault] = useState<Fault | null>(null);
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const needsWords = fault === "other" && !note.trim();
  const send = () => {
    setTried(true);
    if (fault && !needsWords) onSubmit({ fault, note: note.trim() });
  };
  const missing = tried && needsWords ? t`Напишіть, що саме не так` : undefined;
  return (
    <Dialog opened onSubmit={send} {...rest}>
      <Radio.Group
        label={t`Що не так`}
        value={fault}
        onChange={(chosen) => setFault(ORDER.find((one) => one === chosen) ?? null)}
        error={fieldError((tried && !fault && t`Виберіть причину`) || fieldErrorAt(problem, "/fault"))}
      >
        {ORDER.map((one) => (
          <Radio key={one} value={one} label={i18n._(FAULTS[one])} />
        ))}
      </Radio.Group>
      <Textarea
        label={fault === "other" ? t`Що саме` : t`Пояснення (необов’язково)`}
        description={noteFor}
        rows={3}
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={fieldError(missing ?? fieldErrorAt(problem, "/note"))}
      />
      <FormErrors error={problem} />
    </Dialog>
  );
}
