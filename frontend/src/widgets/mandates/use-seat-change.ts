import { forgetSeats } from "@/data/keys";
import { useChange } from "../use-change";

/** A change of seats, mandates or deputies. */
export function useSeatChange<In>(ask: (input: In) => Promise<unknown>, said: string, onDone: () => void) {
  return useChange({ ask, said, onDone, forget: forgetSeats });
}
