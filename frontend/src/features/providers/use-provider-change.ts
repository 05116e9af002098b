import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isOfFields } from "@/api/problem";
import { keys } from "@/data/keys";
import { NotConfirmed } from "@/widgets/factors/confirm-dialog";
import type { Confirmed } from "@/widgets/factors/use-factor-change";
import { useFailureToast } from "@/widgets/failure-toast";

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
      const shown = isOfFields(error);
      if (!shown && !(error instanceof NotConfirmed)) failed(error);
    },
    onSettled: () => {
      for (const queryKey of [keys.keptProviders, keys.providers, keys.identities])
        void client.invalidateQueries({ queryKey });
    },
    gcTime: 0,
  });
}
