import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryBoundary } from "@/kit/query-boundary";
import { Count } from "@/modules/actions/status";
import { accessBeforeQuery } from "@/queries/access";
import type { EntityRef } from "@/queries/keys";
import { Card, CardList } from "@/ui/card";
import { FormerReaderRow } from "./former-reader-row";

interface BeforeCardProps {
  thing: EntityRef;
  /** Whether the reader of the page may look up what others see, and saw. */
  looksUp: boolean;
}

/** Who saw the thing by something that is over: from when until when, and who ended it. */
export function BeforeCard({ thing, looksUp }: BeforeCardProps) {
  const query = useQuery(accessBeforeQuery(thing));
  if (query.isPending || query.data?.length === 0) return null;
  return (
    <Card
      title={<Trans>Раніше бачили</Trans>}
      count={query.data && <Count quiet value={query.data.length} />}
    >
      <QueryBoundary query={query}>
        {(readers) => (
          <CardList>
            {readers.map((reader) => (
              <FormerReaderRow key={reader.person.id} reader={reader} thing={thing} looksUp={looksUp} />
            ))}
          </CardList>
        )}
      </QueryBoundary>
    </Card>
  );
}
