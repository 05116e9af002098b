import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { fieldError } from "@/design/field-error";
import { SectorShape } from "@/design/sector";
import { useSeatsOfMine } from "./use-voices";

interface VoiceFieldProps {
  groupId: string;
  /** The mandate; null while the reader has not chosen, and the server takes the strongest seat. */
  value: string | null;
  onChange: (mandateId: string) => void;
  error?: string;
}

/** For whom one does something here: asked only of those who could do it for more than one organisation. */
export function VoiceField({ groupId, value, onChange, error }: VoiceFieldProps) {
  const { t } = useLingui();
  const seats = useSeatsOfMine(groupId);
  if (seats.length < 2) return null;
  const chosen = seats.find((one) => one.mandateId === value) ?? seats[0];
  return (
    <Select
      label={t`Від імені кого`}
      data={seats.map((one) => ({ value: one.mandateId ?? "", label: one.onBehalfOf ?? "" }))}
      allowDeselect={false}
      leftSection={chosen?.sector && <SectorShape sector={chosen.sector} size={16} />}
      value={chosen?.mandateId ?? null}
      onChange={(id) => id && onChange(id)}
      error={fieldError(error)}
    />
  );
}
