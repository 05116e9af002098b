import type { DecisionOut } from "@/api/generated/types.gen";
import { useCommand, type VersionedAttempt } from "@/kit/use-command";
import { invalidateDecision, keys } from "@/queries/keys";

export interface DecisionDialogProps {
  decision: DecisionOut;
  onClose: () => void;
}

interface Options<In> {
  run: (input: In, attempt: VersionedAttempt) => Promise<DecisionOut>;
  success?: string;
  /** What is asked where words name people. */
  anyway?: string;
  onSuccess?: (decision: DecisionOut) => void;
}

/** Change a decision: what the server answers is shown at once. */
export function useDecisionCommand<In = void>(
  { id, version }: DecisionOut,
  { anyway, onSuccess, ...options }: Options<In>,
) {
  return useCommand<In, DecisionOut>({
    ...options,
    version,
    personalData: anyway ? { anyway } : undefined,
    onSuccess: (decision, _input, client) => {
      client.setQueryData(keys.decision(decision.id), decision);
      onSuccess?.(decision);
    },
    invalidates: (client) => invalidateDecision(client, id),
  });
}
