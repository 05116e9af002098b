import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import classes from "./choice.module.css";

interface Segment<T extends string> {
  value: T;
  label: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
}

interface SegmentsProps<T extends string> {
  label: string;
  segments: Segment<T>[];
  value: T;
  onChange: (value: T) => void;
}

/** Two or three ways to look at the same thing. */
export function Segments<T extends string>({ label, segments, value, onChange }: SegmentsProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div className={classes.segments} role="group" aria-label={label}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          className={classes.segment}
          aria-pressed={segment.value === value}
          disabled={segment.disabled}
          onClick={() => onChange(segment.value)}
        >
          {segment.icon}
          {segment.label}
        </button>
      ))}
    </div>
  );
}

interface FilterChipProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  on?: boolean;
  /** It opens a menu or a panel: `on` means that something is chosen there. */
  opens?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A chip that turns a filter on and off, or opens several filters. */
export function FilterChip({ on = false, opens = false, className = "", ...rest }: FilterChipProps) {
  return (
    <button
      type="button"
      aria-pressed={opens ? undefined : on}
      className={`${classes.chip} ${on ? classes.on : ""} ${className}`}
      {...rest}
    />
  );
}

export function FilterRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div className={classes.chips} role="group" aria-label={label}>
      {children}
    </div>
  );
}
