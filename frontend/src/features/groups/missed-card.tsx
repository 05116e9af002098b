import { useQuery } from "@tanstack/react-query";
import { groupCatchUpQuery } from "@/data/catch-up";
import { CatchUp, isMany, useLongAway } from "@/widgets/catch-up";

/** What changed in the group for who was away for days, or missed much. */
export function MissedCard({ groupId }: { groupId: string }) {
  const longAway = useLongAway();
  const { data: told } = useQuery(groupCatchUpQuery(groupId));
  if (!told) return null;
  const something = told.messages + told.happenings.length + told.actions.length > 0;
  const wanted = isMany(told.messages) || longAway(told.since);
  return something && wanted && <CatchUp told={told} />;
}
