import { OfflineBar } from "@/design/offline-bar";
import { offlineSince, useOutage } from "@/lib/online";
import { useReader } from "@/lib/reader";

/** Says that the page reaches no server and why, and how old it is by that. */
export function ConnectionBar() {
  const { dates } = useReader();
  const outage = useOutage();
  const since = offlineSince();
  if (outage === null) return null;
  return <OfflineBar outage={outage} since={since ? dates.recent(since.toISOString()) : undefined} />;
}
