import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { isValidationError } from "@/api/problem";
import { NotConfirmed, useProof } from "@/kit/reauthentication/confirm-dialog";
import { toast } from "@/ui/toast";
import { useFailureToast } from "./failure-toast";

interface Change<In, Out> {
  ask: (input: In) => Promise<Out>;
  /** What is said when it is done. */
  said?: string;
  onDone?: (out: Out, input: In) => void;
  /** Has what shows it loaded anew, also when the change was refused. */
  forget: (client: QueryClient) => unknown;
}

/** A change that a dialog asks for, with a fresh proof of who asks where the server wants one. What the server says of fields the dialog shows, anything else is told. */
export function useCommand<In, Out>({ ask, said, onDone, forget }: Change<In, Out>) {
  const client = useQueryClient();
  const failed = useFailureToast();
  const confirmed = useProof();
  return useMutation({
    mutationFn: (input: In) => confirmed(() => ask(input)),
    onSuccess: (out, input) => {
      if (said) toast(said);
      onDone?.(out, input);
    },
    onError: (error) => {
      if (!isValidationError(error) && !(error instanceof NotConfirmed)) failed(error);
    },
    onSettled: () => void forget(client),
  });
}
