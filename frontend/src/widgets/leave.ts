import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/data/keys";
import { forgetPerson } from "@/outbox/store";

/** The session is over: nothing of the person stays in this browser. */
export async function leaveLocally(client: QueryClient, personId: string): Promise<void> {
  client.clear();
  client.setQueryData(keys.me, null);
  await forgetPerson(personId);
}
