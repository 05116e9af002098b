import { putNotificationGroupRead, putNotificationRead, putNotificationsRead } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";

const INVALIDATES = [keys.inbox, keys.today];

/** Return the commands that mark notifications as read: all, those of a row, or one. */
export function useMarks() {
  const all = useCommand({ run: () => unwrap(putNotificationsRead()), invalidates: INVALIDATES });
  const markGroup = {
    run: (id: string) => unwrap(putNotificationGroupRead({ path: { notification_id: id } })),
    invalidates: INVALIDATES,
  };
  /** Asked for by a button of its own. */
  const row = useCommand({ ...markGroup, tellsErrors: true });
  const group = useCommand({
    ...markGroup,
    // Opening a notification asks for nothing: the mark may wait.
    tellsErrors: false,
  });
  const one = useCommand({
    run: (id: string) => unwrap(putNotificationRead({ path: { notification_id: id } })),
    invalidates: INVALIDATES,
    tellsErrors: false,
  });
  return { all, row, group, one };
}

export type InboxMarks = ReturnType<typeof useMarks>;
