import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postActionItemTransitions } from "@/api/generated/sdk.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import { ifMatch, once } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { useNumbered } from "@/design/number-sign";
import { announce } from "@/design/toast";
import { useFailureToast } from "./failure-toast";
import type { Step } from "./steps";

/** Takes steps of action items and brings everything that shows them up to date. */
export function useMove() {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ({ action, step, reason }: { action: ActionOut; step: Step; reason?: string }) =>
      answered(
        postActionItemTransitions({
          path: { action_id: action.id },
          body: { to: step.to, ...(reason ? { reason } : {}) },
          headers: { ...ifMatch(action.version), ...once() },
        }),
      ),
    onSuccess: (moved, { step }) => {
      client.setQueryData(keys.action(moved.id), moved);
      announce(i18n._(step.done));
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.field("/reason"))) failed(error);
    },
    onSettled: (_moved, _error, { action }) => {
      for (const queryKey of [
        keys.actions,
        keys.today,
        keys.action(action.id),
        keys.history(action.id),
        keys.chain(action.id),
      ]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
}

interface StepDialogProps {
  action: ActionOut;
  step: Step;
  onClose: () => void;
}

/** A step that needs a reason asks for it; everybody who sees the item will read it. */
export function StepDialog({ action, step, onClose }: StepDialogProps) {
  const { t, i18n } = useLingui();
  const move = useMove();
  const numbered = useNumbered();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (reason.trim()) move.mutate({ action, step, reason: reason.trim() }, { onSuccess: onClose });
  };
  const refused = move.error instanceof ApiProblem ? move.error.field("/reason") : undefined;
  const missing = tried && !reason.trim() ? t`Напишіть причину: без неї крок не зробити` : undefined;
  return (
    <Dialog
      opened
      title={`${i18n._(step.label)}: ${numbered(action.number)}`}
      lead={step.needsReason && i18n._(step.needsReason.lead)}
      submit={i18n._(step.label)}
      submitKind={step.danger ? "danger" : "primary"}
      busy={move.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Textarea
        label={step.needsReason && i18n._(step.needsReason.question)}
        autosize={false}
        rows={3}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(missing ?? refused)}
      />
    </Dialog>
  );
}
