import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { postActionItemTransitions } from "@/api/generated/sdk.gen";
import type { ActionOut, UnprovedInRequest } from "@/api/generated/types.gen";
import { idempotencyKey, ifMatch } from "@/api/headers";
import { ApiProblem, fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { VoiceField } from "@/modules/mandates/voice-field";
import { invalidateAction, keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { announce, toast } from "@/ui/toast";
import { ConditionFields } from "./condition-fields";
import { useItemNumber } from "./item-number";
import { OtherItemField } from "./other-item-field";
import { responsibleOrganisation, type Step, undoOf } from "./steps";
import { useConditions } from "./use-conditions";

interface Move {
  action: ActionOut;
  /** The step that has to be taken before, where one has. */
  first?: Step;
  step: Step;
  reason?: string;
  /** For whom the step is taken, where the reader has chosen. */
  mandateId?: string | null;
  /** What is done instead of an item that is cancelled. */
  instead?: string | null;
  unproved?: UnprovedInRequest[];
}

function taken({ action, step, reason, mandateId, instead, unproved }: Move): Promise<ActionOut> {
  return unwrap(
    postActionItemTransitions({
      path: { action_id: action.id },
      body: {
        to: step.to,
        ...(reason ? { reason } : {}),
        ...(mandateId ? { on_behalf_of: mandateId } : {}),
        ...(instead ? { superseded_by: instead } : {}),
        ...(unproved?.length ? { unproved } : {}),
      },
      headers: { ...ifMatch(action.version), ...idempotencyKey() },
    }),
  );
}

/** Takes steps of action items and brings everything that shows them up to date. */
export function useMove() {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const move = useMutation({
    mutationFn: async ({ first, ...move }: Move) => {
      if (!first) return taken(move);
      const { mandateId } = move;
      const action = await taken({ action: move.action, step: first, mandateId });
      return taken({ ...move, action });
    },
    onSuccess: (moved, { step }) => {
      client.setQueryData(keys.action(moved.id), moved);
      const undo = undoOf(step, moved.allowed);
      const words = i18n._(step.done);
      if (undo) {
        const run = () => move.mutate({ action: moved, step: undo });
        toast(words, { action: { label: t`Повернути як було`, run } });
      } else if (step.undoes) toast(words);
      else announce(words);
    },
    onError: (error) => {
      const shown =
        error instanceof ApiProblem && error.fields.some(({ pointer }) => IN_DIALOG.test(pointer));
      if (!shown) failed(error);
    },
    onSettled: (_moved, _error, { action }) => invalidateAction(client, action.id),
  });
  return move;
}

/** The fields beside which the dialog shows what the server says of them. */
const IN_DIALOG = /^\/(reason|on_behalf_of|superseded_by|unproved\/\d+\/reason)$/;

interface StepDialogProps {
  action: ActionOut;
  first?: Step;
  step: Step;
  onClose: () => void;
}

/**
 * A step that needs a reason asks for it, which everybody who sees the item will read; one that says that the work is
 * done asks how each condition is proved, or why it is not; and each asks for whom it is taken.
 */
export function StepDialog({ action, first, step, onClose }: StepDialogProps) {
  const { t, i18n } = useLingui();
  const move = useMove();
  const numbered = useItemNumber();
  const [reason, setReason] = useState("");
  const [mandateId, setMandateId] = useState<string | null>(null);
  const [instead, setInstead] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const conditions = useConditions(action, step);
  const submit = () => {
    setTried(true);
    const { unproved } = conditions;
    const said = { action, first, step, reason: reason.trim(), mandateId, instead, unproved };
    if ((said.reason || !step.needsReason) && conditions.explained) move.mutate(said, { onSuccess: onClose });
  };
  const refused = (pointer: string) => fieldErrorAt(move.error, pointer);
  const lead = step.needsReason?.lead ?? step.proves;
  const missing = tried && !reason.trim() && step.needsReason ? i18n._(step.needsReason.missing) : undefined;
  return (
    <Dialog
      opened
      title={`${i18n._(step.label)}: ${numbered(action.number)}`}
      lead={lead && i18n._(lead)}
      submit={i18n._(step.label)}
      cancel={step.keep && i18n._(step.keep)}
      submitKind={step.danger ? "danger" : "primary"}
      busy={move.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <ConditionFields conditions={conditions} tried={tried} refused={refused} />
      {step.note && (
        <Textarea
          label={i18n._(step.note)}
          description={t`Необов’язково. Побачать усі, хто бачить доручення`}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(refused("/reason"))}
        />
      )}
      {step.needsReason && (
        <Textarea
          label={i18n._(step.needsReason.question)}
          autosize={false}
          rows={3}
          maxLength={1000}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(missing ?? refused("/reason"))}
        />
      )}
      {step.action === "cancel" && (
        <OtherItemField
          action={action}
          label={t`Що робимо замість нього`}
          description={t`Необов’язково`}
          value={instead}
          onChange={setInstead}
          error={refused("/superseded_by")}
        />
      )}
      <VoiceField
        groupId={action.group.id}
        organisationId={responsibleOrganisation(action, step)}
        value={mandateId}
        onChange={setMandateId}
        error={refused("/on_behalf_of")}
      />
    </Dialog>
  );
}
