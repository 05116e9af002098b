import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { SectorShape } from "@/modules/organisations/sector";
import { type OwnVoice, type Place, useMySeats } from "./use-voices";

interface VoiceFieldProps extends Place {
  /** The mandate; null while the reader has not chosen, and the server takes the strongest seat. */
  value: string | null;
  onChange: (mandateId: string) => void;
  error?: ReactNode;
}

/** For whom one does something here: asked only of those who could do it through more than one mandate. */
export function VoiceField({ groupId, organisationId, value, onChange, error }: VoiceFieldProps) {
  const { t } = useLingui();
  const seats = useMySeats({ groupId, organisationId });
  if (seats.length < 2) return null;
  const chosen = seats.find((one) => one.mandateId === value) ?? seats[0];
  // Two mandates for one organisation are told apart by the post, and by whose it is.
  const label = ({ onBehalfOf, position, actingFor }: OwnVoice) => {
    const alike = seats.filter((one) => one.onBehalfOf === onBehalfOf).length > 1;
    const holder = alike && actingFor;
    return [onBehalfOf, alike && position, holder && t`ви заступаєте: ${holder}`].filter(Boolean).join(", ");
  };
  return (
    <Select
      label={t`Від імені кого`}
      data={seats.map((one) => ({ value: one.mandateId ?? "", label: label(one) }))}
      allowDeselect={false}
      leftSection={chosen?.sector && <SectorShape sector={chosen.sector} size={16} />}
      value={chosen?.mandateId ?? null}
      onChange={(id) => id && onChange(id)}
      error={error}
    />
  );
}
