import { useLingui } from "@lingui/react/macro";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { ToolButton } from "./button";
import { Icon } from "./icon";
import classes from "./stepper.module.css";

interface StepperProps {
  /** What is counted, in words. */
  label: string;
  value: number;
  most: number;
  onChange: (value: number) => void;
}

/** A small count: typed, or one more and one less. The keyboard has its arrows, so the buttons are no stops. */
export function Stepper({ label, value, most, onChange }: StepperProps) {
  const { t } = useLingui();
  const set = (wanted: number) => onChange(Math.min(most, Math.max(0, wanted)));
  return (
    <div className={classes.stepper}>
      <ToolButton
        tabIndex={-1}
        label={t`Менше: ${label}`}
        disabled={value === 0}
        onClick={() => set(value - 1)}
      >
        <Icon of={IconMinus} />
      </ToolButton>
      <input
        type="number"
        inputMode="numeric"
        className={classes.count}
        aria-label={label}
        min={0}
        max={most}
        value={value}
        onChange={(event) => set(Math.trunc(event.currentTarget.valueAsNumber) || 0)}
        onFocus={(event) => event.currentTarget.select()}
      />
      <ToolButton
        tabIndex={-1}
        label={t`Більше: ${label}`}
        disabled={value === most}
        onClick={() => set(value + 1)}
      >
        <Icon of={IconPlus} />
      </ToolButton>
    </div>
  );
}
