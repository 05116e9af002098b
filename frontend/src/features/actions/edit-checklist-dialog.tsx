import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { putActionItemChecklist } from "@/api/generated/sdk.gen";
import type { ActionOut, ChecklistLineOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { invalidateAction, keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { toast } from "@/ui/toast";
import { sameLines, textsOf } from "./checklist-lines";

const MOST_LINES = 50;
const LONGEST = 300;

interface EditChecklistDialogProps {
  action: ActionOut;
  lines: ChecklistLineOut[];
  onClose: () => void;
}

/** Writes the checklist as a text; what is ticked stays ticked. */
export function EditChecklistDialog({ action, lines, onClose }: EditChecklistDialogProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  // What was there when the dialog opened: a tick meanwhile changes no words.
  const [known] = useState(lines);
  const [version] = useState(action.version);
  const [written, setWritten] = useState(known.map(({ text }) => text).join("\n"));
  const texts = textsOf(written);
  const long = texts.findIndex((text) => text.length > LONGEST) + 1;
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        putActionItemChecklist({
          path: { action_id: action.id },
          body: { lines: sameLines(known, texts) },
          headers: ifMatch(version),
        }),
      ),
    onSuccess: ({ items }) => {
      client.setQueryData(keys.checklist(action.id), items);
      toast(t`Перелік робіт збережено`);
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem) || error.fields.length === 0) failed(error);
    },
    onSettled: () => invalidateAction(client, action.id),
  });
  const problem =
    (texts.length > MOST_LINES && t`Пунктів може бути щонайбільше п’ятдесят`) ||
    (long > 0 && t`Пункт ${long} довший за 300 знаків`) ||
    (save.error instanceof ApiProblem && save.error.fields[0]?.message) ||
    undefined;
  const submit = () => {
    if (texts.length <= MOST_LINES && long === 0) save.mutate();
  };
  return (
    <Dialog
      opened
      title={t`Перелік робіт`}
      submit={t`Зберегти`}
      busy={save.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Textarea
        label={t`Пункти`}
        description={t`Кожен з нового рядка. Що вже виконано, лишиться виконаним.`}
        rows={8}
        data-autofocus
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
        error={fieldError(problem)}
      />
    </Dialog>
  );
}
