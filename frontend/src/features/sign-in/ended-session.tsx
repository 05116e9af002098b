import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { keptPeople } from "@/lib/kept-people";
import type { Ending } from "@/lib/session-ending";
import classes from "./sign-in.module.css";

/** Above the form, where a session has ended: why the reader stands here, and what their sign-in sends. */
export function EndedSession({ ended }: { ended?: Ending }) {
  const sends = useQueuedMessages();
  if (sends === null || !(ended || sends)) return null;
  return (
    <p className={`${classes.offer} ${classes.ended}`} role="alert">
      <Words ended={ended} sends={sends} />
    </p>
  );
}

function Words({ ended, sends }: { ended?: Ending; sends: boolean }) {
  if (sends) return <Trans>Ваш сеанс завершився. Увійдіть, і ми надішлемо написане.</Trans>;
  if (ended === "revoked")
    return <Trans>Ваш сеанс завершили з іншого місця, тож тут нічого не лишилося. Увійдіть знову.</Trans>;
  return <Trans>Ваш сеанс завершився. Увійдіть, щоб продовжити.</Trans>;
}

/** Ask the store of messages only where this browser keeps something: a new visitor does not load it. */
async function hasQueuedMessages(): Promise<boolean> {
  if ((await keptPeople()).length === 0) return false;
  const leftBehind = await import("@/modules/session/unsent-before-sign-out");
  return await leftBehind.hasQueuedMessages();
}

/** Whether messages wait here for a sign-in; null while that is not known. */
function useQueuedMessages(): boolean | null {
  const [queued, setQueued] = useState<boolean | null>(null);
  useEffect(() => {
    let left = false;
    // The browser may clear what it keeps at this moment.
    void hasQueuedMessages()
      .catch(() => false)
      .then((found) => left || setQueued(found));
    return () => {
      left = true;
    };
  }, []);
  return queued;
}
