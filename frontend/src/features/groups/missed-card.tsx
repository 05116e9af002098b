import { useQuery } from "@tanstack/react-query";
import { CatchUp, isMany, useLongAway } from "@/modules/threads/catch-up";
import { groupCatchUpQuery } from "@/queries/catch-up";

/** What changed in the group for who has read nothing newer than of some days ago, or missed much. */
export function MissedCard({ groupId }: { groupId: string }) {
  const longAway = useLongAway();
  const { data: told } = useQuery(groupCatchUpQuery(groupId));
  if (!told) return null;
  const wanted = isMany(told.messages) || longAway(told.since);
  return wanted && <CatchUp told={told} />;
}
