import type { MembershipOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";

/** Return the mandates that may sign minutes as options: those of seats with a voice. */
export function useSeatOptions(seats: MembershipOut[]) {
  const { localize } = useLocale();
  return seats
    .filter(({ role }) => role !== "observer")
    .map(({ mandate_id, person, organisation }) => ({
      value: mandate_id,
      label: `${localize(person.name)}, ${localize(organisation.short_name)}`,
    }));
}
