import { Trans } from "@lingui/react/macro";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useMergedSources } from "./merged-banner";

/** What another audience of a thread leaves as it is: what stayed behind in those that went on in it. */
export function StillRead({ thread }: { thread: ThreadOut }) {
  const { localize: say } = useLocale();
  const came = useMergedSources(thread.id, thread.taken_in.length > 0);
  const titles = new Set(came.flatMap(({ source }) => (source ? `«${say(source.title)}»` : [])));
  if (titles.size === 0) return null;
  const names = [...titles].join(", ");
  return (
    <Trans>Те, що лишилося в об’єднаних темах ({names}), читатимуть і далі: обмежте кожну окремо.</Trans>
  );
}
