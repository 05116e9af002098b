import { useCommand } from "@/kit/use-command";
import { useOutcomeToast } from "@/modules/actions/use-outcome-toast";
import { invalidateSeats } from "@/queries/keys";

/** A change of seats, mandates or deputies; one that waits for a second person is not said to be done. */
export function useSeatChange<In>(ask: (input: In) => Promise<unknown>, said: string, onDone: () => void) {
  const tell = useOutcomeToast();
  return useCommand({
    run: ask,
    onSuccess: (answer) => {
      tell(answer, said);
      onDone();
    },
    invalidates: invalidateSeats,
  });
}
