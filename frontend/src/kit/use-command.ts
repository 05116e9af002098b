import {
  type QueryClient,
  type QueryKey,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { idempotencyKey, type ifMatch } from "@/api/headers";
import { isValidationError, type PersonalDataKind } from "@/api/problem";
import { NotConfirmed, useProof } from "@/kit/reauthentication/confirm-dialog";
import { toast } from "@/ui/toast";
import { useFailureToast } from "./failure-toast";
import { useSeenVersion } from "./use-seen-version";

/** What an attempt can send beside its input. */
export interface Attempt {
  /** A header: the same for each attempt at one input until it was carried out, so that it is carried out once. */
  idempotencyKey: ReturnType<typeof idempotencyKey>;
  /** The kinds of personal data that were shown to the person, who means to give them away. */
  confirmed?: PersonalDataKind[];
}

export interface VersionedAttempt extends Attempt {
  /** A header: only if nobody has changed it since the person saw it. */
  ifMatch: ReturnType<typeof ifMatch>;
}

/** How it is asked whether personal data is meant to be given away. */
interface PersonalDataWords {
  /** «Усе одно надіслати». */
  anyway: string;
  /** Who reads it; left out where all do who see the thread. */
  lead?: ReactNode;
}

export interface CommandOptions<In, Out, Sent> {
  /** Sends it. What goes out follows from the input alone: a repeat with the same input is the same request. */
  run: (input: In, attempt: Sent) => Promise<Out>;
  /** What is said when it is done. */
  success?: string;
  /** What is loaded anew, also when it was refused. */
  invalidates?: QueryKey[] | ((client: QueryClient, error: Error | null) => unknown);
  /** What comes after it; a promise keeps it pending. */
  onSuccess?: (out: Out, input: In, client: QueryClient) => unknown;
  personalData?: PersonalDataWords;
  /**
   * Whether a toast says why it failed. By default it does, but for what is wrong with fields, which the form says;
   * `true` where no form is there to say that; `false` where the page says all of it.
   */
  tellsErrors?: boolean;
  /** Says why it failed in words of its own. */
  tellError?: (error: unknown) => void;
}

interface VersionedOptions<In, Out> extends CommandOptions<In, Out, VersionedAttempt> {
  /** That of what is shown now. */
  version: number;
}

/** What a person asks of the server, and how that goes. */
export type Command<In, Out> = UseMutationResult<Out, Error, In> & {
  /** The person has begun to change what is shown: only that version is overwritten. */
  begin: () => void;
  /** Sends it again, with what it gives away meant. */
  confirm: (kinds: PersonalDataKind[]) => void;
  personalData?: PersonalDataWords;
};

/** A file is told from others by its name, size and time. */
const fingerprint = (input: unknown) =>
  JSON.stringify(input, (_name, value) =>
    value instanceof File ? [value.name, value.size, value.lastModified] : value,
  );

/** One key for as long as the same thing is tried. */
function useIdempotencyKey() {
  const last = useRef<{ of: string; header: Attempt["idempotencyKey"] } | null>(null);
  const keyFor = (...sent: unknown[]) => {
    const of = fingerprint(sent);
    if (last.current?.of !== of) last.current = { of, header: idempotencyKey() };
    return last.current.header;
  };
  const forget = () => {
    last.current = null;
  };
  return { keyFor, forget };
}

export function useCommand<In = void, Out = unknown>(options: VersionedOptions<In, Out>): Command<In, Out>;
export function useCommand<In = void, Out = unknown>(
  options: CommandOptions<In, Out, Attempt>,
): Command<In, Out>;
/**
 * Change something on the server, with a fresh proof of who asks where the server wants one. Nothing of it is kept
 * when it is over: what goes in may be a password, and what comes out a secret.
 */
export function useCommand<In, Out>(
  options: Omit<VersionedOptions<In, Out>, "version"> & { version?: number },
) {
  const { run, success, invalidates, onSuccess, personalData, tellsErrors } = options;
  const client = useQueryClient();
  const tellFailure = useFailureToast();
  const { tellError = tellFailure } = options;
  const prove = useProof();
  const { begin, send } = useSeenVersion(options.version ?? 0);
  const { keyFor, forget } = useIdempotencyKey();
  const meant = useRef<PersonalDataKind[] | undefined>(undefined);
  const mutation = useMutation({
    mutationFn: (input: In) => {
      const confirmed = meant.current;
      meant.current = undefined;
      const attempt = (header: VersionedAttempt["ifMatch"]): VersionedAttempt => ({
        // Only what is sent under a key is compared.
        get idempotencyKey() {
          return keyFor(input, confirmed);
        },
        ifMatch: header,
        confirmed,
      });
      return prove(() => send((header) => run(input, attempt(header))));
    },
    onSuccess: (out, input) => {
      forget();
      if (success) toast(success);
      return onSuccess?.(out, input, client);
    },
    onError: (error) => {
      if (error instanceof NotConfirmed || tellsErrors === false) return;
      if (tellsErrors || !isValidationError(error)) tellError(error);
    },
    onSettled: (_out, error) => {
      if (typeof invalidates === "function") void invalidates(client, error);
      else for (const queryKey of invalidates ?? []) void client.invalidateQueries({ queryKey });
    },
    gcTime: 0,
  });
  const confirm = (kinds: PersonalDataKind[]) => {
    meant.current = kinds;
    mutation.mutate(mutation.variables as In);
  };
  return { ...mutation, begin, confirm, personalData };
}
