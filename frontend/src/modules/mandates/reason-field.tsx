import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { fieldError } from "@/ui/field-error";

interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** The form was sent: an empty reason is now an error. */
  tried: boolean;
  refused?: string;
  first?: boolean;
}

/** Why it ends: whom it concerns is told, and it stays in the record. */
export function ReasonField({ value, onChange, tried, refused, first = false }: ReasonFieldProps) {
  const { t } = useLingui();
  return (
    <Textarea
      label={t`Причина`}
      rows={2}
      maxLength={1000}
      data-autofocus={first || undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fieldError((tried && !value.trim() && t`Напишіть причину: вона лишиться в журналі`) || refused)}
    />
  );
}
