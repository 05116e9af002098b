import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { WayOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { type Ruled, whyQuery } from "@/queries/why";

/** Why the reader sees what the page is about: each rule in one sentence. */
export function AccessReason({ kind, id }: { kind: Ruled; id: string }) {
  const { data: ways = [] } = useQuery(whyQuery(kind, id));
  return ways.length > 0 && <Rules ways={ways} />;
}

export function Rules({ ways }: { ways: WayOut[] }) {
  const { localize: say } = useLocale();
  const rules = ways.map((way) => say(way.words)).join(" ");
  return (
    <p className="v-small v-t2">
      <Trans>Чому ви це бачите: {rules}</Trans>
    </p>
  );
}
