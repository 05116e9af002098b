import type { QueryKey } from "@tanstack/react-query";
import type { DossierOut, DossierPageOut } from "@/api/generated/types.gen";
import { type Command, useCommand, type VersionedAttempt } from "@/kit/use-command";
import { invalidateDossier, keys } from "@/queries/keys";

interface Options<In> {
  run: (input: In, attempt: VersionedAttempt) => Promise<DossierPageOut | undefined>;
  success: string;
  onSuccess?: () => void;
  /** What else it makes old. */
  also?: QueryKey[];
}

/** Change a dossier as it was seen: what it answers is shown at once, and the rest is loaded anew. */
export function useDossierCommand<In = void>(
  { id, version }: Pick<DossierOut, "id" | "version">,
  { also = [], onSuccess, ...options }: Options<In>,
): Command<In, DossierPageOut | undefined> {
  return useCommand<In, DossierPageOut | undefined>({
    ...options,
    version,
    onSuccess: (answer, _input, client) => {
      if (answer) client.setQueryData(keys.dossier(id), answer);
      onSuccess?.();
    },
    invalidates: (client) => {
      invalidateDossier(client, id);
      for (const queryKey of also) void client.invalidateQueries({ queryKey });
    },
  });
}
