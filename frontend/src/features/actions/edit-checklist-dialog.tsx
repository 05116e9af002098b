import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { putActionItemChecklist } from "@/api/generated/sdk.gen";
import type { ActionOut, ChecklistLineOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { invalidateAction, keys } from "@/queries/keys";
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
  // What was there when the dialog opened: a tick meanwhile changes no words.
  const [known] = useState(lines);
  const [version] = useState(action.version);
  const command = useCommand({
    run: ({ written }: { written: string }) =>
      unwrap(
        putActionItemChecklist({
          path: { action_id: action.id },
          body: { lines: sameLines(known, textsOf(written)) },
          headers: ifMatch(version),
        }),
      ),
    success: t`Перелік робіт збережено`,
    onSuccess: ({ items }, _input, client) => {
      client.setQueryData(keys.checklist(action.id), items);
      onClose();
    },
    invalidates: (client) => invalidateAction(client, action.id),
  });
  const tooMuch = (texts: string[]): string | false => {
    if (texts.length > MOST_LINES) return t`Пунктів може бути щонайбільше п’ятдесят`;
    const long = texts.findIndex((text) => text.length > LONGEST) + 1;
    return long > 0 && t`Пункт ${long} довший за 300 знаків`;
  };
  const form = useForm({
    initial: { written: known.map(({ text }) => text).join("\n") },
    command,
    validate: ({ written }) => ({ written: tooMuch(textsOf(written)) }),
    pointers: { written: ["/lines"] },
  });
  return (
    <FormDialog form={form} title={t`Перелік робіт`} submit={t`Зберегти`} onClose={onClose}>
      <Textarea
        label={t`Пункти`}
        description={t`Кожен з нового рядка. Що вже виконано, лишиться виконаним.`}
        rows={8}
        data-autofocus
        {...form.text("written")}
      />
    </FormDialog>
  );
}
