import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/api/problem";
import { forgetSeats } from "@/data/keys";
import { toast } from "@/design/toast";
import { useFailureToast } from "../failure-toast";

/** A change of seats, mandates or deputies: whatever shows them is loaded anew, also when it was refused. */
export function useSeatChange<In>(ask: (input: In) => Promise<unknown>, said: string, onDone: () => void) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ask,
    onSuccess: () => {
      toast(said);
      onDone();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
    onSettled: () => forgetSeats(client),
  });
}

/** What the server says of one field. */
export function refusedAt(error: unknown, pointer: string): string | undefined {
  return error instanceof ApiProblem ? error.field(pointer) : undefined;
}
