import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isValidationError } from "@/api/problem";
import { useFailureToast } from "@/kit/failure-toast";
import type { Confirmed } from "@/kit/reauthentication/confirm-dialog";
import { NotConfirmed } from "@/kit/reauthentication/confirm-dialog";
import { keys } from "@/queries/keys";

interface Change<T> {
  work: () => Promise<T>;
  confirmed: Confirmed;
  onDone: (result: T) => void;
}

/** A change of the providers, after a fresh proof. What is wrong with a field is shown beside it. */
export function useProviderChange<T>({ work, confirmed, onDone }: Change<T>) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: () => confirmed(work),
    onSuccess: onDone,
    onError: (error) => {
      const shown = isValidationError(error);
      if (!shown && !(error instanceof NotConfirmed)) failed(error);
    },
    onSettled: () => {
      for (const queryKey of [keys.keptProviders, keys.providers, keys.identities])
        void client.invalidateQueries({ queryKey });
    },
    gcTime: 0,
  });
}
