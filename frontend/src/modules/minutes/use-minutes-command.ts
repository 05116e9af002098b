import type { QueryClient } from "@tanstack/react-query";
import type { MinutesOut } from "@/api/generated/types.gen";
import { useCommand, type VersionedAttempt } from "@/kit/use-command";
import { invalidateMinutes, keys } from "@/queries/keys";

export interface MinutesDialogProps {
  minutes: MinutesOut;
  onClose: () => void;
}

interface Options<In> {
  run: (input: In, attempt: VersionedAttempt) => Promise<MinutesOut>;
  success?: string;
  /** What is asked where words name people. */
  anyway?: string;
  onSuccess?: (minutes: MinutesOut) => void;
}

/** Keep minutes as the server answered with them. */
export function keepMinutes(client: QueryClient, minutes: MinutesOut): void {
  client.setQueryData(keys.minutes(minutes.id), minutes);
}

/** Change minutes: what the server answers is shown at once. */
export function useMinutesCommand<In = void>(
  { id, version }: MinutesOut,
  { anyway, onSuccess, ...options }: Options<In>,
) {
  return useCommand<In, MinutesOut>({
    ...options,
    version,
    personalData: anyway ? { anyway } : undefined,
    onSuccess: (minutes, _input, client) => {
      keepMinutes(client, minutes);
      onSuccess?.(minutes);
    },
    invalidates: (client) => invalidateMinutes(client, id),
  });
}
