import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { GroupOut, StateChangeOut } from "@/api/generated/types.gen";
import { PagedList } from "@/kit/paged-list";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { GROUP_STATES } from "@/modules/groups/words";
import { groupStepsQuery } from "@/queries/groups";
import { HistoryList } from "@/ui/history-list";

/** How a group came to its state and why, for every reader; one that took no step yet has nothing to tell. */
export function PastStatesCard({ group }: { group: GroupOut }) {
  const past = useInfiniteQuery(groupStepsQuery(group.id));
  if (past.isPending) return null;
  return (
    <SectionCard
      padded
      title={<Trans>Як змінювався стан групи</Trans>}
      query={past}
      older
      list={(steps) => <Steps steps={steps} />}
    />
  );
}

/** The steps of a group from state to state with their reasons, the latest first. */
export function PastStates({ groupId }: { groupId: string }) {
  const past = useInfiniteQuery(groupStepsQuery(groupId));
  return <PagedList bare query={past} older empty={null} list={(steps) => <Steps steps={steps} />} />;
}

function Steps({ steps }: { steps: StateChangeOut[] }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  return (
    <HistoryList
      items={steps}
      tell={({ after, reason, person }) => ({
        title: i18n._(GROUP_STATES[after]),
        details: (
          <>
            {reason && <p>{reason}</p>}
            {person && <p className="v-tiny v-t3">{say(person.name)}</p>}
          </>
        ),
      })}
    />
  );
}
