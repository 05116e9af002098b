import { useQuery } from "@tanstack/react-query";
import { useLocale } from "@/lib/locale";
import { groupsQuery } from "@/queries/groups";

/** The groups in which the reader may begin a dossier. */
export function useBeginGroups(): { value: string; label: string }[] {
  const { localize: say } = useLocale();
  const { data: groups = [] } = useQuery(groupsQuery);
  return groups
    .filter(({ allowed }) => allowed.includes("begin_dossier"))
    .map(({ id, name }) => ({ value: id, label: say(name) }));
}
