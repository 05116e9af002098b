import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { SectionCard } from "@/kit/section-card";
import { Count } from "@/modules/actions/status";
import { accessBeforeQuery } from "@/queries/access";
import type { EntityRef } from "@/queries/keys";
import { FormerReaderRow } from "./former-reader-row";

interface BeforeCardProps {
  thing: EntityRef;
  /** Whether the reader of the page may look up what others see, and saw. */
  looksUp: boolean;
}

/** Who saw the thing by something that is over: from when until when, and who ended it. */
export function BeforeCard({ thing, looksUp }: BeforeCardProps) {
  const query = useQuery(accessBeforeQuery(thing));
  return (
    <SectionCard
      title={<Trans>Раніше бачили</Trans>}
      count={query.data && <Count quiet value={query.data.length} />}
      query={query}
    >
      {(reader) => <FormerReaderRow key={reader.person.id} reader={reader} thing={thing} looksUp={looksUp} />}
    </SectionCard>
  );
}
