import { useCommand } from "@/kit/use-command";
import { invalidateRegisters } from "@/queries/keys";

interface Change<In, Out> {
  ask: (input: In) => Promise<Out>;
  /** What is said when it is done. */
  said: string;
  onDone: (out: Out) => void;
}

/** A change in a register. */
export function useRegisterChange<In, Out>({ ask, said, onDone }: Change<In, Out>) {
  return useCommand({ run: ask, success: said, invalidates: invalidateRegisters, onSuccess: onDone });
}
