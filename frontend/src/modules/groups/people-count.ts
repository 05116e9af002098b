import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { MembershipOut } from "@/api/generated/types.gen";

interface PeopleCount {
  members: number;
  observers: number;
}

/** Count the people of some seats as the server counts a group: nobody who has a voice is an observer, too. */
export function countPeople(seats: MembershipOut[]): PeopleCount {
  const people = new Set(seats.map(({ person }) => person.id));
  const withVoice = seats.filter(({ role }) => role !== "observer").map(({ person }) => person.id);
  const members = new Set(withVoice).size;
  return { members, observers: people.size - members };
}

/** Return how many people a group has, in words: «13 учасників і 1 спостерігач». */
export function usePeopleWords(): (count: PeopleCount) => string {
  const { t } = useLingui();
  return ({ members, observers }) => {
    const seated = t`${plural(members, { one: "# учасник", few: "# учасники", many: "# учасників", other: "# учасника" })}`;
    const watching = t`${plural(observers, { one: "# спостерігач", few: "# спостерігачі", many: "# спостерігачів", other: "# спостерігача" })}`;
    if (observers === 0) return seated;
    return members === 0 ? watching : t`${seated} і ${watching}`;
  };
}
