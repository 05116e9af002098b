import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { SectionCard } from "@/kit/section-card";
import { announcedQuery } from "@/queries/announced";
import { AnnouncedRow } from "./announced-row";

/** Restricted threads of which the group knows, and which the reader does not read; in an order that no talk moves. */
export function AnnouncedCard({ groupId }: { groupId: string }) {
  const announced = useQuery(announcedQuery(groupId));
  return (
    <SectionCard title={<Trans>Не для всієї групи</Trans>} query={announced}>
      {(card) => (
        <li key={card.id}>
          <AnnouncedRow card={card} />
        </li>
      )}
    </SectionCard>
  );
}
