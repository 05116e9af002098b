import { useCommand } from "@/kit/use-change";
import { invalidateRegisters } from "@/queries/keys";

interface Change<In, Out> {
  ask: (input: In) => Promise<Out>;
  /** What is said when it is done. */
  said: string;
  onDone: (out: Out) => void;
}

/** A change in a register. */
export function useRegisterChange<In, Out>(change: Change<In, Out>) {
  return useCommand({ ...change, forget: invalidateRegisters });
}
