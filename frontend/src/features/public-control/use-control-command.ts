import type { ControlOut, DossierPageOut } from "@/api/generated/types.gen";
import { useCommand, type VersionedAttempt } from "@/kit/use-command";
import { invalidateDossier, keys } from "@/queries/keys";

interface Options<In> {
  run: (input: In, attempt: VersionedAttempt) => Promise<ControlOut>;
  success: string;
  /** What is asked where words name people. */
  anyway?: string;
  onSuccess: () => void;
}

/** Change a control, whose version is that of its dossier: what it answers is shown at once. */
export function useControlCommand<In>(
  { id, version }: DossierPageOut,
  { anyway, onSuccess, ...options }: Options<In>,
) {
  return useCommand<In, ControlOut>({
    ...options,
    version,
    personalData: anyway ? { anyway } : undefined,
    onSuccess: (control, _input, client) => {
      client.setQueryData(keys.control(id), control);
      onSuccess();
    },
    invalidates: (client) => invalidateDossier(client, id),
  });
}
