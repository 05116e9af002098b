import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { VoiceField } from "@/modules/mandates/voice-field";
import { membersQuery } from "@/queries/groups";
import { meQuery } from "@/queries/me";

interface LeaderFieldProps {
  groupId: string;
  /** The mandate of somebody else; empty while one leads oneself. */
  value: string;
  onChange: (mandateId: string) => void;
  /** By which of one's own mandates one leads it: see `VoiceField`. */
  ownSeat: string | null;
  onOwnSeat: (mandateId: string) => void;
  error?: ReactNode;
}

/** Who leads a new thread: oneself, or anybody who speaks in the group. */
export function LeaderField({ groupId, value, onChange, ownSeat, onOwnSeat, error }: LeaderFieldProps) {
  const { t } = useLingui();
  const { language, localize: say } = useLocale();
  const { data: members = [] } = useQuery(membersQuery(groupId));
  const { data: me } = useQuery(meQuery);
  const compare = byName(language);
  const others = members
    .filter(({ person, role }) => role !== "observer" && person.id !== me?.id)
    .map(({ mandate_id, person, organisation }) => ({
      value: mandate_id,
      label: `${say(person.name)}, ${say(organisation.short_name)}`,
    }))
    .sort((a, b) => compare(a.label, b.label));
  return (
    <>
      <Select
        label={t`Хто вестиме тему`}
        description={value ? t`Отримає сповіщення, щойно тему буде відкрито` : undefined}
        nothingFoundMessage={t`Нікого не знайдено`}
        searchable
        allowDeselect={false}
        data={[{ value: "", label: t`Я` }, ...others]}
        value={value}
        onChange={(chosen) => onChange(chosen ?? "")}
        error={error}
      />
      {!value && <VoiceField groupId={groupId} value={ownSeat} onChange={onOwnSeat} />}
    </>
  );
}
