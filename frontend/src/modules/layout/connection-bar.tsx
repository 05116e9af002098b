import { useLocale } from "@/lib/locale";
import { offlineSince, useOutage } from "@/lib/online";
import { OfflineBar } from "./offline-bar";

/** Says that the page reaches no server and why, and how old it is by that. */
export function ConnectionBar() {
  const { dates } = useLocale();
  const outage = useOutage();
  const since = offlineSince();
  if (outage === null) return null;
  return <OfflineBar outage={outage} since={since ? dates.recent(since.toISOString()) : undefined} />;
}
