import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { GroupOut } from "@/api/generated/types.gen";
import { type GroupPart, groupPath } from "@/modules/entities/paths";
import { readinessQuery } from "@/queries/groups";
import { TwoColumns } from "@/ui/page";
import { ReadinessCard, type Way } from "./readiness-card";
import { StatesCard } from "./states-card";

/** Where each check is met: the section, and what the reader must be able to do for it to be of use. */
const PLACES: Record<string, { section: GroupPart; needs: GroupOut["allowed"][number] }> = {
  mandate_signed: { section: "settings", needs: "edit" },
  cadence_agreed: { section: "settings", needs: "edit" },
  facilitator_seated: { section: "members", needs: "add_member" },
  secretary_seated: { section: "members", needs: "add_member" },
  sectors_present: { section: "joining", needs: "invite" },
  dialogue_begun: { section: "threads", needs: "start" },
};

/** The checklist of a group, with the way to what each step still needs, and beside it what comes then. */
export function ReadinessSection({ group }: { group: GroupOut }) {
  const { t } = useLingui();
  const { isLoading } = useQuery(readinessQuery(group.id));
  const labels: Record<string, string> = {
    settings: t`Вписати`,
    members: t`Додати учасника`,
    joining: t`Запросити`,
    threads: t`До тем`,
  };
  const wayTo = (check: string): Way | undefined => {
    const place = PLACES[check];
    if (!place || !group.allowed.includes(place.needs)) return undefined;
    return { href: groupPath(group.id, place.section), label: labels[place.section] ?? "" };
  };
  return (
    // On a phone the states stand below the checklist, which would push them away from under a finger.
    <TwoColumns aside={!isLoading && <StatesCard group={group} />}>
      <ReadinessCard groupId={group.id} wayTo={wayTo} />
    </TwoColumns>
  );
}
