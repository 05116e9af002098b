import type { MeetingOut } from "@/api/generated/types.gen";
import { useCommand, type VersionedAttempt } from "@/kit/use-command";
import { invalidateMeeting, keys } from "@/queries/keys";

export interface MeetingProps {
  meeting: MeetingOut;
}

export interface MeetingDialogProps extends MeetingProps {
  onClose: () => void;
}

interface Options<In> {
  run: (input: In, attempt: VersionedAttempt) => Promise<MeetingOut>;
  success?: string;
  /** What is asked where words name people. */
  anyway?: string;
  /** Of what is changed, where that is not the meeting itself. */
  version?: number;
  onSuccess?: (meeting: MeetingOut, input: In) => void;
  /** Whether a toast says all that was refused: no form does. */
  tellsErrors?: true;
  /** Says why it failed, where the page says some of it by itself. */
  tellError?: (error: unknown) => void;
}

/** Change a meeting: what the server answers is shown at once. */
export function useMeetingCommand<In = void>(meeting: MeetingOut, options: Options<In>) {
  const { anyway, onSuccess, version = meeting.version, ...rest } = options;
  return useCommand<In, MeetingOut>({
    ...rest,
    version,
    personalData: anyway ? { anyway } : undefined,
    onSuccess: (changed, input, client) => {
      client.setQueryData(keys.meeting(changed.id), changed);
      onSuccess?.(changed, input);
    },
    invalidates: (client) => invalidateMeeting(client, meeting.id),
  });
}
