import type { GistOut } from "@/api/generated/types.gen";
import { type CommandOptions, useCommand, type VersionedAttempt } from "@/kit/use-command";
import { keys } from "@/queries/keys";

interface GistOptions<In>
  extends Pick<CommandOptions<In, GistOut, VersionedAttempt>, "run" | "success" | "personalData"> {
  /** The version of the changed item; left out where an item is added. */
  version?: number;
  onSuccess?: () => void;
}

/** Change the summary of a thread: the response is shown at once, before the event arrives. */
export function useGistCommand<In = void>(
  threadId: string,
  { version = 0, onSuccess, ...options }: GistOptions<In>,
) {
  const queryKey = keys.gist(threadId);
  return useCommand<In, GistOut>({
    ...options,
    version,
    // A proposed question waits on Today of those who lead the thread.
    invalidates: [queryKey, keys.today],
    onSuccess: (gist, _input, client) => {
      client.setQueryData(queryKey, gist);
      onSuccess?.();
    },
  });
}
