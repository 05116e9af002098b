import { useQuery } from "@tanstack/react-query";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { membersQuery } from "@/queries/groups";
import type { Organisation } from "@/queries/types";

/** The organisations that sit in a group, and others that are named anyway, by name. */
export function useMemberOrganisations(groupId: string, named: Organisation[] = []): Organisation[] {
  const { language, localize: say } = useLocale();
  const { data: members = [] } = useQuery(membersQuery(groupId));
  const all = [...named, ...members.map(({ organisation }) => organisation)];
  const known = new Map(all.map((one) => [one.id, one]));
  const compare = byName(language);
  return [...known.values()].sort((a, b) => compare(say(a.short_name), say(b.short_name)));
}
