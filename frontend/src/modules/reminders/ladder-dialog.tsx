import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { LadderOut, LadderStepOut } from "@/api/generated/types.gen";
import type { ifMatch } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { LadderStepFields } from "./ladder-step-fields";

export type SetLadder = (
  body: { steps: LadderStepOut[] },
  headers: ReturnType<typeof ifMatch>,
) => Promise<LadderOut>;

interface LadderDialogProps {
  ladder: LadderOut;
  title: string;
  set: SetLadder;
  onClose: () => void;
}

/** A row keeps its name while others go: what is typed stays in it. */
interface Row {
  key: number;
  step: LadderStepOut;
}

const MOST = 12;
const FRESH: LadderStepOut = { offset_days: 1, audience: "owner", repeat_days: null };

/** All rules of reminding at once: what is saved is what stands here. */
export function LadderDialog({ ladder, title, set, onClose }: LadderDialogProps) {
  const { t } = useLingui();
  const form = useLadderForm(ladder, set, onClose);
  const { rows } = form.values;
  const change = (changed: Row[]) => form.change({ rows: changed });
  const add = () => change([...rows, { key: 1 + Math.max(-1, ...rows.map(({ key }) => key)), step: FRESH }]);
  return (
    <FormDialog
      form={form}
      title={title}
      lead={
        <Trans>
          Нагадування надходять о 9:00 за часом групи, доки виконавець не завершив роботу; тим, хто
          підтверджує, — доки виконане чекає підтвердження. Якщо воно чекає тиждень, про це дізнається й той,
          хто веде групу.
        </Trans>
      }
      submit={t`Зберегти`}
      onClose={onClose}
    >
      {rows.map(({ key, step }, place) => (
        <LadderStepFields
          key={key}
          step={step}
          refused={(name) => fieldErrorAt(form.command.error, `/steps/${place}/${name}`)}
          onChange={(changed) => change(rows.map((row) => (row.key === key ? { key, step: changed } : row)))}
          onRemove={() => change(rows.filter((row) => row.key !== key))}
        />
      ))}
      {rows.length === 0 && (
        <p className="v-small v-t2">
          <Trans>Без правил ніхто не отримає нагадувань.</Trans>
        </p>
      )}
      {rows.length < MOST && (
        <Button kind="ghost" onClick={add}>
          <Icon of={IconPlus} />
          <Trans>Додати правило</Trans>
        </Button>
      )}
    </FormDialog>
  );
}

function useLadderForm(ladder: LadderOut, set: SetLadder, onClose: () => void) {
  const { t } = useLingui();
  const command = useCommand({
    version: ladder.version,
    run: ({ rows }: { rows: Row[] }, attempt) =>
      set({ steps: rows.map(({ step }) => step) }, attempt.ifMatch),
    success: t`Збережено`,
    onSuccess: onClose,
    invalidates: [keys.ladders],
  });
  // The rows are those of the rules that were there when it opened.
  useState(command.begin);
  const [rows] = useState(() => ladder.steps.map((step, key): Row => ({ key, step })));
  return useForm({ initial: { rows }, command });
}
