import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryBoundary } from "@/kit/query-boundary";
import { membersQuery } from "@/queries/groups";
import { AppLink } from "@/ui/app-link";
import { Card, CardList } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { MemberLine } from "./member-line";

interface MembersCardProps {
  groupId: string;
  most: number;
  allHref: string;
}

/** Who sits here, for whom, and until when: the first of them. */
export function MembersCard({ groupId, most, allHref }: MembersCardProps) {
  const members = useQuery(membersQuery(groupId));
  const more = (members.data?.length ?? 0) > most;
  return (
    <Card
      title={<Trans>Учасники за повноваженнями</Trans>}
      aside={
        more && (
          <AppLink className="v-tiny v-reach" href={allHref}>
            <Trans>Усі учасники</Trans>
          </AppLink>
        )
      }
    >
      <QueryBoundary query={members} loading={<Trans>Завантажуємо учасників…</Trans>}>
        {(list) =>
          list.length === 0 ? (
            <NobodyYet />
          ) : (
            <CardList>
              {list.slice(0, most).map((member) => (
                <MemberLine key={member.id} member={member} />
              ))}
            </CardList>
          )
        }
      </QueryBoundary>
    </Card>
  );
}

export function NobodyYet() {
  return (
    <EmptyState title={<Trans>За столом ще нікого</Trans>}>
      <Trans>Першою людиною має бути фасилітатор чи фасилітаторка.</Trans>
    </EmptyState>
  );
}
