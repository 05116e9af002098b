import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Confirmed, NotConfirmed } from "@/kit/reauthentication/confirm-dialog";
import { useRefusal } from "@/kit/reauthentication/use-refusal";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";

interface Change<T> {
  work: () => Promise<T>;
  confirmed: Confirmed;
  onDone: (result: T) => void;
  /** False where the page shows the refusal beside its field. */
  tell?: boolean;
}

/** A change of the reader's second factors. What it answers may be a secret: it is kept nowhere else. */
export function useFactorChange<T>({ work, confirmed, onDone, tell = true }: Change<T>) {
  const client = useQueryClient();
  const refusal = useRefusal();
  return useMutation({
    mutationFn: () => confirmed(work),
    onSuccess: onDone,
    onError: (error) => {
      if (tell && !(error instanceof NotConfirmed)) toast(refusal(error) ?? "", { kind: "failed" });
    },
    onSettled: () => {
      for (const queryKey of [keys.factors, keys.identities, keys.requirements, keys.me, keys.sessions])
        void client.invalidateQueries({ queryKey });
    },
    gcTime: 0,
  });
}
