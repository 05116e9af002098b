import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { ApiProblem, fieldErrorAt } from "@/api/problem";
import { fieldError } from "@/ui/field-error";

interface TagsFieldProps {
  value: string;
  onChange: (words: string) => void;
  /** What the server said of the last attempt. */
  problem: unknown;
  autoFocus?: boolean;
}

/** The words under which a thread is found, in one field. */
export function TagsField({ value, onChange, problem, autoFocus }: TagsFieldProps) {
  const { t } = useLingui();
  const faults = problem instanceof ApiProblem ? problem.fields : [];
  const fault = faults.find(({ pointer }) => pointer.startsWith("/tags"));
  const refused = fault && fieldErrorAt(problem, fault.pointer);
  return (
    <TextInput
      label={t`Мітки (необов’язково)`}
      description={t`До десяти слів через кому, щоб легше знайти тему`}
      maxLength={450}
      data-autofocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fieldError(refused)}
    />
  );
}
