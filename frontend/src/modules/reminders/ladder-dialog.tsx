import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { LadderOut, LadderStepOut } from "@/api/generated/types.gen";
import type { ifMatch } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { useSeenVersion } from "@/kit/use-edit";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
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

const MOST = 12;
const FRESH: LadderStepOut = { offset_days: 1, audience: "owner", repeat_days: null };

/** All rules of reminding at once: what is saved is what stands here. */
export function LadderDialog({ ladder, title, set, onClose }: LadderDialogProps) {
  const { t } = useLingui();
  // A row keeps its name while others go: what is typed stays in it.
  const [rows, setRows] = useState(() => ladder.steps.map((step, place) => ({ key: place, step })));
  const [next, setNext] = useState(ladder.steps.length);
  const saving = useSaving(ladder, set, onClose);
  const change = (key: number, step: LadderStepOut) =>
    setRows(rows.map((row) => (row.key === key ? { key, step } : row)));
  const add = () => {
    setRows([...rows, { key: next, step: FRESH }]);
    setNext(next + 1);
  };
  return (
    <Dialog
      opened
      title={title}
      lead={
        <Trans>
          Нагадування надходять о 9:00 за часом групи, доки виконавець не завершив роботу; тим, хто
          підтверджує, — доки виконане чекає підтвердження. Якщо воно чекає тиждень, про це дізнається й той,
          хто веде групу.
        </Trans>
      }
      submit={t`Зберегти`}
      busy={saving.isPending}
      onClose={onClose}
      onSubmit={() => saving.mutate(rows.map(({ step }) => step))}
    >
      {rows.map(({ key, step }, place) => (
        <LadderStepFields
          key={key}
          step={step}
          refused={(name) => fieldErrorAt(saving.error, `/steps/${place}/${name}`)}
          onChange={(changed) => change(key, changed)}
          onRemove={() => setRows(rows.filter((row) => row.key !== key))}
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
      <FormErrors error={saving.error} />
    </Dialog>
  );
}

function useSaving(ladder: LadderOut, set: SetLadder, onClose: () => void) {
  const { t } = useLingui();
  const { begin, send } = useSeenVersion(ladder.version);
  // The rows are those of the rules that were there when it opened.
  useState(begin);
  return useCommand({
    run: (steps: LadderStepOut[]) => send((headers) => set({ steps }, headers)),
    success: t`Збережено`,
    onSuccess: onClose,
    invalidates: (client) => client.invalidateQueries({ queryKey: keys.ladders }),
  });
}
