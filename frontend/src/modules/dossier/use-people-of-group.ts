import { useQuery } from "@tanstack/react-query";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { membersQuery } from "@/queries/groups";

/** Those who have a voice in a group, to choose from: by their mandates, each with the organisation. */
export function usePeopleOfGroup(groupId: string): { value: string; label: string }[] {
  const { language, localize: say } = useLocale();
  const { data: members = [] } = useQuery(membersQuery(groupId));
  const compare = byName(language);
  return members
    .filter(({ role }) => role !== "observer")
    .map(({ mandate_id, person, organisation }) => ({
      value: mandate_id,
      label: `${say(person.name)}, ${say(organisation.short_name)}`,
    }))
    .sort((a, b) => compare(a.label, b.label));
}
