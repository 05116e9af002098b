import type { QueryClient } from "@tanstack/react-query";
import { forgetChosenLanguage } from "@/lib/language";
import { clearShownNews } from "@/lib/push";
import type { Ending } from "@/lib/session-ending";
import { keys } from "@/queries/keys";
import { leaveBehind } from "./unsent-before-sign-out";

let leaving: Promise<void> | null = null;

/**
 * The session is over, and of the person stays in this browser what its ending permits. The button and the socket
 * both notice it, and it is done once: a second time could come after somebody has signed in again.
 */
export function clearLocalSession(client: QueryClient, personId: string, ending: Ending): Promise<void> {
  leaving ??= leave(client, personId, ending).finally(() => {
    leaving = null;
  });
  return leaving;
}

/** Whether this page is being left already: whoever has begun it also leads on. */
export function isLeaving(): boolean {
  return leaving !== null;
}

async function leave(client: QueryClient, personId: string, ending: Ending): Promise<void> {
  client.setQueryData(keys.me, null);
  forgetChosenLanguage();
  // The pages go first: a page that still stands would ask the server for what was cleared, and keep it.
  await new Promise((gone) => setTimeout(gone));
  client.clear();
  client.setQueryData(keys.me, null);
  // The server's answer has the browser clear its storage at the same time, and a step of ours may fail by that.
  // The way to the sign-in page must not hang on it: whichever page opens next puts in order what is left.
  await leaveBehind(personId, ending).catch(() => undefined);
  await clearShownNews().catch(() => undefined);
}
