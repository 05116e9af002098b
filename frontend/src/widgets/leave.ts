import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/data/keys";
import { clearShownNews } from "@/lib/push";
import { forgetCopies } from "@/offline/copies";
import { forgetPerson } from "@/outbox/store";

let leaving: Promise<void> | null = null;

/**
 * The session is over: nothing of the person stays in this browser. The button and the socket both notice it, and
 * it is done once: a second time could come after somebody has signed in again.
 */
export function leaveLocally(client: QueryClient, personId: string): Promise<void> {
  leaving ??= leave(client, personId).finally(() => {
    leaving = null;
  });
  return leaving;
}

async function leave(client: QueryClient, personId: string): Promise<void> {
  client.setQueryData(keys.me, null);
  // The pages go first: a page that still stands would ask the server for what was cleared.
  await new Promise((gone) => setTimeout(gone));
  client.clear();
  client.setQueryData(keys.me, null);
  await forgetPerson(personId);
  await forgetCopies(personId);
  await clearShownNews();
}
