import { useChange } from "@/kit/use-change";
import { forgetRegisters } from "@/queries/keys";

interface Change<In, Out> {
  ask: (input: In) => Promise<Out>;
  /** What is said when it is done. */
  said: string;
  onDone: (out: Out) => void;
}

/** A change in a register. */
export function useRegisterChange<In, Out>(change: Change<In, Out>) {
  return useChange({ ...change, forget: forgetRegisters });
}
