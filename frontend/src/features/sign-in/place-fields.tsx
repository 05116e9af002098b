import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { type Position, PositionFields, trimmed } from "@/modules/mandates/position-fields";
import { fieldError } from "@/ui/field-error";

export interface Place extends Position {
  words: string;
}

export const NO_PLACE: Place = { position: "", position_en: "", words: "" };

/** What is sent of it. */
export function said(place: Place): Place {
  return { ...trimmed(place), words: place.words.trim() };
}

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
      <PositionFields
        own
        label={t`Ваша посада`}
        value={place}
        onChange={(part) => onChange({ ...place, ...part })}
        refused={refused}
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
