import { Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ButtonKind } from "@/design/button";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";

interface WordsDialogProps {
  title: string;
  lead: ReactNode;
  label: string;
  description?: string;
  /** Said when nothing was written. */
  missing: string;
  most: number;
  submit: string;
  submitKind?: ButtonKind;
  busy: boolean;
  refused: string | undefined;
  onClose: () => void;
  onSubmit: (words: string) => void;
}

/** A step that needs one thing in words: a reason, or a document. */
export function WordsDialog({
  label,
  description,
  missing,
  most,
  refused,
  onSubmit,
  ...rest
}: WordsDialogProps) {
  const [words, setWords] = useState("");
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (words.trim()) onSubmit(words.trim());
  };
  return (
    <Dialog opened onSubmit={send} {...rest}>
      <Textarea
        label={label}
        description={description}
        rows={3}
        maxLength={most}
        data-autofocus
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={fieldError((tried && !words.trim() && missing) || refused)}
      />
    </Dialog>
  );
}
