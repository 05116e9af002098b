import { useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { fieldError } from "@/design/field-error";

export interface Place {
  position: string;
  words: string;
}

export const NO_PLACE: Place = { position: "", words: "" };

interface PlaceFieldsProps {
  /** What it means that somebody has to appoint first. */
  lead: ReactNode;
  place: Place;
  onChange: (place: Place) => void;
  refused: (pointer: string) => string | undefined;
}

/** What who answers a request for a seat wants to know. */
export function PlaceFields({ lead, place, onChange, refused }: PlaceFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <p className="v-t2">{lead}</p>
      <TextInput
        label={t`Ваша посада`}
        maxLength={200}
        autoComplete="organization-title"
        value={place.position}
        onChange={(event) => onChange({ ...place, position: event.currentTarget.value })}
        error={fieldError(refused("/position"))}
      />
      <Textarea
        label={t`Кілька слів про себе (необов’язково)`}
        rows={2}
        maxLength={2000}
        value={place.words}
        onChange={(event) => onChange({ ...place, words: event.currentTarget.value })}
        error={fieldError(refused("/words"))}
      />
    </>
  );
}
