import type { QueryClient } from "@tanstack/react-query";
import { putNotificationRead } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "@/queries/keys";

/** Whoever pressed a notification has read it. Where that cannot be said, it waits in the inbox as before. */
export async function readNews(client: QueryClient, id: string): Promise<void> {
  try {
    await unwrap(putNotificationRead({ path: { notification_id: id } }));
  } catch {
    return;
  }
  await Promise.all([keys.inbox, keys.today].map((queryKey) => client.invalidateQueries({ queryKey })));
}
