import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postActionItemTransitions } from "@/api/generated/sdk.gen";
import type { ActionOut, UnprovedInRequest } from "@/api/generated/types.gen";
import { idempotencyKey, ifMatch } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { type Command, useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { TransitionForm, type TransitionWords } from "@/kit/workflow/transition-dialog";
import { VoiceField } from "@/modules/mandates/voice-field";
import { invalidateAction, invalidateActionPage, keys } from "@/queries/keys";
import { showInLists } from "@/realtime/action-list-updates";
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

/** Take steps of action items, bring what shows them up to date, and offer to take a step back where that is open. */
export function useMove(isForm = false): Command<Move, ActionOut> {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const tell = (moved: ActionOut, { step }: Move) => {
    client.setQueryData(keys.action(moved.id), moved);
    showInLists(client, moved);
    invalidateActionPage(client, moved.id);
    const undo = undoOf(step, moved.allowed);
    const words = i18n._(step.success);
    if (undo) {
      const run = () => undoing.mutate({ action: moved, step: undo });
      toast(words, { action: { label: t`Повернути як було`, run } });
    } else if (step.undoes) toast(words);
    else announce(words);
  };
  const run = async ({ first, ...move }: Move): Promise<ActionOut> => {
    try {
      if (!first) return await taken(move);
      const { mandateId } = move;
      const action = await taken({ action: move.action, step: first, mandateId });
      return await taken({ ...move, action });
    } catch (error) {
      invalidateAction(client, move.action.id);
      throw error;
    }
  };
  const undoing: Command<Move, ActionOut> = useCommand({ run, onSuccess: tell, tellsErrors: true });
  return useCommand({ run, onSuccess: tell, tellsErrors: isForm ? undefined : true });
}

/** What is said with a step. */
interface StepWords extends TransitionWords {
  mandateId: string | null;
  instead: string | null;
  unproved: UnprovedInRequest[];
}

interface StepDialogProps {
  action: ActionOut;
  first?: Step;
  step: Step;
  onClose: () => void;
}

function useStepForm({ action, first, step, onClose }: StepDialogProps, unproved: UnprovedInRequest[]) {
  const { t, i18n } = useLingui();
  const move = useMove(true);
  const missing = step.reason?.missing;
  return useForm<StepWords>({
    initial: { reason: "", mandateId: null, instead: null, unproved },
    command: {
      ...move,
      mutate: (words) => move.mutate({ action, first, step, ...words }, { onSuccess: onClose }),
    },
    required: { reason: missing && i18n._(missing) },
    validate: (words) => ({
      unproved: words.unproved.some(({ reason }) => !reason) && t`Напишіть, чому доказу немає`,
    }),
    pointers: { mandateId: ["/on_behalf_of"], instead: ["/superseded_by"], unproved: [] },
  });
}

/**
 * The dialog of a step. One that says that the work is done asks how each condition is proved, or why it is not; and
 * each asks for whom it is taken.
 */
export function StepDialog(props: StepDialogProps) {
  const { action, step, onClose } = props;
  const { t, i18n } = useLingui();
  const numbered = useItemNumber();
  const conditions = useConditions(action, step);
  const form = useStepForm(props, conditions.unproved);
  return (
    <TransitionForm
      transition={step}
      title={`${i18n._(step.label)}: ${numbered(action.number)}`}
      form={form}
      onClose={onClose}
      after={
        <>
          {step.name === "cancel" && (
            <OtherItemField
              action={action}
              label={t`Що робимо замість нього`}
              description={t`Необов’язково`}
              {...form.value("instead")}
            />
          )}
          <VoiceField
            groupId={action.group.id}
            organisationId={responsibleOrganisation(action, step)}
            {...form.value("mandateId")}
          />
        </>
      }
    >
      <ConditionFields
        conditions={conditions}
        missing={form.value("unproved").error}
        refused={(pointer) => fieldErrorAt(form.command.error, pointer)}
      />
    </TransitionForm>
  );
}
