import { useEffect, useRef, useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useOnline } from "@/lib/online";

export interface UnreadLine {
  /** Number of the first message below the line. */
  from: number;
  count: number;
}

/** After the lid opens, what was missed takes a moment to arrive. */
const BACK_MS = 5000;

function lineOf({ reading }: ThreadOut): UnreadLine | null {
  return reading.first_unread === null ? null : { from: reading.first_unread, count: reading.unread };
}

/**
 * Where the honey line stands. It is drawn when the thread is opened and stays while it is read; it is drawn
 * anew only for what came while the reader was away: the page hidden, or no line.
 */
export function useUnreadLine(thread: ThreadOut): UnreadLine | null {
  const [line, setLine] = useState(() => lineOf(thread));
  const away = useAway();
  const known = useRef(thread.message_count);

  useEffect(() => {
    const grown = thread.message_count > known.current;
    known.current = thread.message_count;
    const fresh = lineOf(thread);
    if (!grown || !away.current || !fresh) return;
    setLine((now) => {
      const same = now !== null && now.from === fresh.from && now.count === fresh.count;
      return same ? now : fresh;
    });
  }, [thread, away]);

  return line;
}

/** Whether the reader was away a moment ago. */
function useAway() {
  const online = useOnline();
  const away = useRef(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      clearTimeout(timer);
      const here = document.visibilityState === "visible" && online;
      if (here) {
        timer = setTimeout(() => {
          away.current = false;
        }, BACK_MS);
      } else {
        away.current = true;
      }
    };
    settle();
    document.addEventListener("visibilitychange", settle);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", settle);
    };
  }, [online]);
  return away;
}
