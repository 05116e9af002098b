import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { toast } from "@/design/toast";
import { useFailureToast } from "../failure-toast";

interface Change<In, Out> {
  ask: (input: In) => Promise<Out>;
  /** What is said when it is done. */
  said: string;
  onDone: (out: Out) => void;
}

/** A change in a register: whatever shows one is loaded anew, also when the change was refused. */
export function useRegisterChange<In, Out>({ ask, said, onDone }: Change<In, Out>) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ask,
    onSuccess: (out) => {
      toast(said);
      onDone(out);
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
    onSettled: () => {
      for (const queryKey of [keys.registers, keys.coordinated]) void client.invalidateQueries({ queryKey });
    },
  });
}

/** What the server says of one field. */
export function refusedAt(error: unknown, pointer: string): string | undefined {
  return error instanceof ApiProblem ? error.field(pointer) : undefined;
}
