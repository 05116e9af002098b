import { useLingui } from "@lingui/react/macro";
import { Select, type SelectProps } from "@mantine/core";
import { useRef } from "react";

interface ClearableSelectProps extends Omit<SelectProps, "clearable" | "clearButtonProps" | "ref"> {
  label: string;
  /** What stands there when nothing is chosen, where its button had better say that. */
  cleared?: string;
}

/** A list of which one may choose nothing again: also by the keyboard, which then stands at the field. */
export function ClearableSelect({ label, cleared, ...rest }: ClearableSelectProps) {
  const { t } = useLingui();
  const field = useRef<HTMLInputElement>(null);
  return (
    <Select
      ref={field}
      label={label}
      clearable
      // Mantine hides its button from all but the pointer.
      clearButtonProps={{
        "aria-label": cleared ?? t`Очистити: ${label}`,
        "aria-hidden": undefined,
        tabIndex: 0,
        className: "v-reach",
      }}
      onClear={() => field.current?.focus()}
      {...rest}
    />
  );
}
