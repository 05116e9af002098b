import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { GistOut, ThreadOut } from "@/api/generated/types.gen";
import { FormDialog } from "@/kit/form-dialog";
import type { CommandOptions, VersionedAttempt } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useGistCommand } from "./use-gist-command";

type Run = CommandOptions<{ text: string }, GistOut, VersionedAttempt>["run"];

export interface SentenceDialogProps {
  thread: ThreadOut;
  /** The sentence to edit, in the version that was shown when the dialog opened. */
  edited?: { text: string; version: number };
  /** Initial text. */
  begun?: string;
  run: Run;
  success: string;
  title: string;
  lead?: ReactNode;
  label: string;
  description: string;
  /** The error where the field is empty. */
  missing: string;
  max: number;
  rows: number;
  submit: string;
  onClose: () => void;
}

/** A question or a statement at the head of a thread, put in words. */
export function SentenceDialog({ thread, edited, begun, run, success, ...rest }: SentenceDialogProps) {
  const { label, description, missing, max, rows, ...dialog } = rest;
  const { t } = useLingui();
  const command = useGistCommand(thread.id, {
    version: edited?.version,
    run,
    success,
    onSuccess: dialog.onClose,
    personalData: { anyway: t`Усе одно зберегти` },
  });
  useState(command.begin);
  const [text] = useState(edited?.text ?? begun ?? "");
  const form = useForm({ initial: { text }, command, required: { text: missing } });
  return (
    <FormDialog form={form} {...dialog}>
      <Textarea
        label={label}
        description={description}
        rows={rows}
        maxLength={max}
        data-autofocus
        {...form.text("text")}
      />
    </FormDialog>
  );
}
