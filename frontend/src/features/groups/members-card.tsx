import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { SectionCard } from "@/kit/section-card";
import { groupPath } from "@/modules/entities/paths";
import { membersQuery } from "@/queries/groups";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { MemberLine } from "./member-line";

/** Who sits here, for whom, and until when: the first of them. */
export function MembersCard({ groupId, most }: { groupId: string; most: number }) {
  const members = useQuery(membersQuery(groupId));
  const more = (members.data?.length ?? 0) > most;
  return (
    <SectionCard
      query={members}
      loading={<Trans>Завантажуємо учасників…</Trans>}
      empty={<NobodyYet />}
      select={(list) => list.slice(0, most)}
      title={<Trans>Учасники за повноваженнями</Trans>}
      aside={
        more && (
          <AppLink className="v-tiny v-reach" href={groupPath(groupId, "members")}>
            <Trans>Усі учасники</Trans>
          </AppLink>
        )
      }
    >
      {(member) => <MemberLine key={member.id} member={member} />}
    </SectionCard>
  );
}

export function NobodyYet() {
  return (
    <EmptyState title={<Trans>За столом ще нікого</Trans>}>
      <Trans>Першою людиною має бути фасилітатор чи фасилітаторка.</Trans>
    </EmptyState>
  );
}
