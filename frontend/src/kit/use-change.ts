import type { QueryClient } from "@tanstack/react-query";
import { useCommand as useKitCommand } from "./use-command";

interface Change<In, Out> {
  ask: (input: In) => Promise<Out>;
  /** What is said when it is done. */
  said?: string;
  onDone?: (out: Out, input: In) => void;
  /** Has what shows it loaded anew, also when the change was refused. */
  forget: (client: QueryClient) => unknown;
}

/** `useCommand` by its former names, for what was not moved to `kit/use-command` yet. */
export function useCommand<In, Out>({ ask, said, onDone, forget }: Change<In, Out>) {
  return useKitCommand<In, Out>({ run: ask, success: said, onSuccess: onDone, invalidates: forget });
}
