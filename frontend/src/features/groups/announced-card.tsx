import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { AnnouncedRow } from "@/modules/threads/asking/announced-row";
import classes from "@/modules/threads/asking/asking.module.css";
import { announcedQuery } from "@/queries/announced";
import { Card, CardList } from "@/ui/card";

/** Restricted threads of which the group knows, and which the reader does not read; in an order that no talk moves. */
export function AnnouncedCard({ groupId }: { groupId: string }) {
  const { data = [] } = useQuery(announcedQuery(groupId));
  if (data.length === 0) return null;
  return (
    <div className={classes.below}>
      <Card title={<Trans>Не для всієї групи</Trans>}>
        <CardList>
          {data.map((card) => (
            <li key={card.id}>
              <AnnouncedRow card={card} />
            </li>
          ))}
        </CardList>
      </Card>
    </div>
  );
}
