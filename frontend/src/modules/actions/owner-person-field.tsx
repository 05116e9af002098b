import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { PersonRef } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { membersQuery } from "@/queries/groups";
import { fieldError } from "@/ui/field-error";

/** Whose work it is: an organisation, or a body without an account. */
export interface Owner {
  id: string;
  outside: boolean;
  /** The mandate of the one person whose work it is, null for nobody; left out where that stays as it is. */
  mandateId?: string | null;
}

interface OwnerPersonFieldProps {
  groupId: string;
  owner: Owner;
  /** Whose work it is now, where that is known. */
  present?: PersonRef | null;
  onChange: (owner: Owner) => void;
  /** What the server said of the last attempt. */
  problem: unknown;
}

/** Whose work it is within an organisation: maybe one of those who speak for it in the group. */
export function OwnerPersonField({ groupId, owner, present, onChange, problem }: OwnerPersonFieldProps) {
  const { t } = useLingui();
  const { language, localize: say } = useLocale();
  const { data: members = [] } = useQuery(membersQuery(groupId));
  const compare = byName(language);
  const people = members
    .filter(({ organisation, role }) => organisation.id === owner.id && role !== "observer")
    .sort((a, b) => compare(say(a.person.name), say(b.person.name)));
  if (people.length === 0) return null;
  const kept = people.find(({ person }) => person.id === present?.id)?.mandate_id ?? null;
  return (
    <Select
      label={t`Хто саме (необов’язково)`}
      description={t`Нагадування отримає ця людина, а якщо нікого не вибрано, то всі, хто представляє організацію`}
      data={[
        { value: "", label: t`Уся організація` },
        ...people.map(({ mandate_id, person, position }) => ({
          value: mandate_id,
          label: `${say(person.name)}, ${say(position)}`,
        })),
      ]}
      value={(owner.mandateId === undefined ? kept : owner.mandateId) ?? ""}
      onChange={(mandateId) => onChange({ ...owner, mandateId: mandateId || null })}
      error={fieldError(fieldErrorAt(problem, "/owner"))}
    />
  );
}
