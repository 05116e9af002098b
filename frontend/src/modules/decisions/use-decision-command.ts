import type { DecisionOut, VoteResultOut } from "@/api/generated/types.gen";
import { useCommand, type VersionedAttempt } from "@/kit/use-command";
import { invalidateDecision, keys } from "@/queries/keys";
import { applyVote } from "@/queries/vote-result";

export interface DecisionDialogProps {
  decision: DecisionOut;
  onClose: () => void;
}

interface Options<In, Out> {
  run: (input: In, attempt: VersionedAttempt) => Promise<Out>;
  success?: string;
  /** What is asked where words name people. */
  anyway?: string;
  onSuccess?: (answer: Out) => void;
}

/** Change a decision: what the server answers is shown at once. */
export function useDecisionCommand<In = void>(
  { id, version }: DecisionOut,
  { anyway, onSuccess, ...options }: Options<In, DecisionOut>,
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

/** Answer a decision: what the server says that it changed is shown at once. */
export function useVoteCommand<In = void>(
  { id, version }: DecisionOut,
  { anyway, onSuccess, ...options }: Options<In, VoteResultOut>,
) {
  return useCommand<In, VoteResultOut>({
    ...options,
    version,
    personalData: anyway ? { anyway } : undefined,
    onSuccess: (result, _input, client) => {
      for (const queryKey of [...applyVote(client, result), keys.decisions, keys.today])
        void client.invalidateQueries({ queryKey });
      onSuccess?.(result);
    },
    invalidates: (client, error) => error && invalidateDecision(client, id),
  });
}
