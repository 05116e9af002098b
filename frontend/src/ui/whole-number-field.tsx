import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";

interface WholeNumberFieldProps {
  label: string;
  description?: ReactNode;
  maxLength: number;
  /** 0 while nothing is typed. */
  value: number;
  onChange: (value: number) => void;
  error?: ReactNode;
}

/** A whole number, typed as digits: anything else is left out. */
export function WholeNumberField({ value, onChange, ...rest }: WholeNumberFieldProps) {
  return (
    <TextInput
      {...rest}
      inputMode="numeric"
      value={value || ""}
      onChange={(event) => onChange(Number(event.currentTarget.value.replace(/\D/g, "")))}
    />
  );
}
