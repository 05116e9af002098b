import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";

interface CodeFieldProps {
  label?: string;
  description?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
}

/** Six digits of the app, or a recovery code: what a phone offers from its clipboard fits at once. */
export function CodeField({ label, value, onChange, ...rest }: CodeFieldProps) {
  const { t } = useLingui();
  return (
    <TextInput
      label={label ?? t`Код`}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      data-autofocus
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...rest}
    />
  );
}
