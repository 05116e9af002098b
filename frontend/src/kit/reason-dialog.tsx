import { Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { fieldErrorAt } from "@/api/problem";
import type { ButtonKind } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { FormErrors } from "./form-errors";

export interface WordsDialogProps {
  title: string;
  lead?: ReactNode;
  label: string;
  description?: string;
  /** Said when nothing was written; left out where nothing need be. */
  missing?: string;
  most: number;
  rows?: number;
  /** What stands there at first. */
  begun?: string;
  submit: string;
  submitKind?: ButtonKind;
  busy: boolean;
  filled?: boolean;
  /** What the server said of the last attempt. */
  problem: unknown;
  /** Which of its fields these words are. */
  pointer?: string;
  onClose: () => void;
  onSubmit: (words: string) => void;
}

/** A step that needs one thing in words: a reason, or a document. */
export function ReasonDialog({
  label,
  description,
  missing,
  most,
  rows = 3,
  begun = "",
  problem,
  pointer = "/reason",
  onSubmit,
  ...rest
}: WordsDialogProps) {
  const [words, setWords] = useState(begun);
  const [tried, setTried] = useState(false);
  const said = words.trim();
  const send = () => {
    setTried(true);
    if (said || !missing) onSubmit(said);
  };
  return (
    <Dialog opened onSubmit={send} {...rest}>
      <Textarea
        label={label}
        description={description}
        rows={rows}
        maxLength={most}
        data-autofocus
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={fieldError((tried && !said && missing) || fieldErrorAt(problem, pointer))}
      />
      <FormErrors error={problem} />
    </Dialog>
  );
}
