import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { fieldErrorAt } from "@/api/problem";
import type { Form } from "@/kit/use-form";
import { fieldError } from "@/ui/field-error";

export interface Position {
  position: string;
  position_en: string;
}

/** What is sent of it. */
export function trimmed({ position, position_en }: Position): Position {
  return { position: position.trim(), position_en: position_en.trim() };
}

/** What binds the fields to a form that has a post. */
export function positionOf(form: Pick<Form<Position>, "values" | "change" | "text" | "refusals">) {
  return {
    value: form.values,
    onChange: form.change,
    refused: (pointer: string) => form.refusals.map((one) => fieldErrorAt(one, pointer)).find(Boolean),
    error: form.text("position").error,
  };
}

interface PositionFieldsProps {
  label: string;
  value: Position;
  onChange: (part: Partial<Position>) => void;
  refused: (pointer: string) => string | undefined;
  error?: ReactNode;
  /** It is the reader's own. */
  own?: boolean;
}

/** A post in both languages. */
export function PositionFields({ label, value, onChange, refused, error, own }: PositionFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <TextInput
        label={label}
        maxLength={200}
        {...(own && { autoComplete: "organization-title" })}
        value={value.position}
        onChange={(event) => onChange({ position: event.currentTarget.value })}
        error={error || fieldError(refused("/position"))}
      />
      <TextInput
        label={t`Посада англійською (необов’язково)`}
        maxLength={200}
        value={value.position_en}
        onChange={(event) => onChange({ position_en: event.currentTarget.value })}
        error={fieldError(refused("/position_en"))}
      />
    </>
  );
}
