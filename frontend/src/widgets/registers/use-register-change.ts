import { forgetRegisters } from "@/data/keys";
import { useChange } from "../use-change";

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
