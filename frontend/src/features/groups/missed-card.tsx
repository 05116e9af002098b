import { useQuery } from "@tanstack/react-query";
import { groupCatchUpQuery } from "@/data/catch-up";
import { CatchUp, isMany, useLongAway } from "@/widgets/catch-up";

/** What changed in the group for who has read nothing newer than of some days ago, or missed much. */
export function MissedCard({ groupId }: { groupId: string }) {
  const longAway = useLongAway();
  const { data: told } = useQuery(groupCatchUpQuery(groupId));
  if (!told) return null;
  const wanted = isMany(told.messages) || longAway(told.since);
  return wanted && <CatchUp told={told} />;
}
