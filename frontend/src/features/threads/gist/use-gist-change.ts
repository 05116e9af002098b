import { useQueryClient } from "@tanstack/react-query";
import type { GistOut } from "@/api/generated/types.gen";
import { useCommand } from "@/kit/use-change";
import { keys } from "@/queries/keys";

interface GistChange<In> {
  ask: (input: In) => Promise<GistOut>;
  said?: string;
  onDone?: () => void;
}

/** A change of what the talk comes to: it is shown as the server has it then, before the event says so. */
export function useGistChange<In>(threadId: string, { ask, said, onDone }: GistChange<In>) {
  const client = useQueryClient();
  const queryKey = keys.gist(threadId);
  return useCommand({
    ask,
    said,
    onDone: (gist) => {
      client.setQueryData(queryKey, gist);
      onDone?.();
    },
    // A proposed question waits on Today of who leads the thread.
    forget: () => [queryKey, keys.today].map((one) => client.invalidateQueries({ queryKey: one })),
  });
}
