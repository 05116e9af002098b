import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { GroupOut } from "@/api/generated/types.gen";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Check } from "./check";
import { ChooseList } from "./choose-list";
import { useMemberList } from "./use-member-list";
import { useDoneWords } from "./words";

/** Brings a list of people into a group: a file, what it would do, and then exactly that. */
export function MemberListSection({ group }: { group: GroupOut }) {
  const list = useMemberList(group.id);
  const doneWords = useDoneWords();
  if (list.done)
    return (
      <Done back={`/groups/${group.id}/joining`} title={<Trans>Список опрацьовано</Trans>}>
        {doneWords(list.done)}
      </Done>
    );
  if (list.checked) return <Check list={list} checked={list.checked} />;
  return <ChooseList error={list.checking.error} busy={list.checking.isPending} onChoose={list.check} />;
}

function Done({ back, title, children }: { back: string; title: ReactNode; children: ReactNode }) {
  return (
    <Card>
      <div role="status">
        <EmptyState
          title={title}
          button={
            <ButtonLink href={back}>
              <Trans>До запрошень</Trans>
            </ButtonLink>
          }
        >
          {children}
        </EmptyState>
      </div>
    </Card>
  );
}
