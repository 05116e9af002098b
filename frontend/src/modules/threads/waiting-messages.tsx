import { useLingui } from "@lingui/react/macro";
import { IconBellOff } from "@tabler/icons-react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { Icon } from "@/ui/icon";
import { NewMessages } from "./new-messages";

/** What of a thread waits for its reader: how many messages, or the sign that they wait for nobody. */
export function WaitingMessages({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  if (thread.attention === "muted") return <Icon of={IconBellOff} size={16} label={t`без сповіщень`} />;
  const { unread } = thread.reading;
  return unread > 0 && <NewMessages value={unread} />;
}

/** Whether it stands out in a list. */
export function waits({ reading, attention }: ThreadOut): boolean {
  return reading.unread > 0 && attention !== "muted";
}
