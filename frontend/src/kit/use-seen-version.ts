import { useRef } from "react";
import { ifMatch } from "@/api/headers";
import { isVersionConflict } from "@/api/problem";

type Ask<Out> = (headers: ReturnType<typeof ifMatch>) => Promise<Out>;

/**
 * The version that the person saw when they began to type: a change by somebody else is not overwritten unseen.
 * Once they were told of one, they go on from the version that is shown by then. `begun`: they began when this
 * was shown to them.
 */
export function useSeenVersion(version: number, begun = false) {
  const seen = useRef<number | null>(begun ? version : null);
  const begin = () => {
    seen.current ??= version;
  };
  /** Something else is before them from now on. */
  const see = (shown: number) => {
    seen.current = shown;
  };
  const send = async <Out>(ask: Ask<Out>): Promise<Out> => {
    try {
      const out = await ask(ifMatch(seen.current ?? version));
      seen.current = null;
      return out;
    } catch (error) {
      if (isVersionConflict(error)) seen.current = null;
      throw error;
    }
  };
  return { begin, see, send };
}
