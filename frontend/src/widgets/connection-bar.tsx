import { OfflineBar } from "@/design/offline-bar";
import { offlineSince, useOnline } from "@/lib/online";
import { useReader } from "@/lib/reader";

/** Says that there is no connection, and how old the page is by that. */
export function ConnectionBar() {
  const { dates } = useReader();
  const online = useOnline();
  const since = offlineSince();
  if (online) return null;
  return <OfflineBar since={since ? dates.recent(since.toISOString()) : undefined} />;
}
