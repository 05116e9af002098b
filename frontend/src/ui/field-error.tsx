import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./field.module.css";

/** The words under a field that needs a repair: they name the repair, and an icon says so without colour. */
export function fieldError(text: ReactNode): ReactNode {
  if (!text) return undefined;
  return (
    <span className={classes.errorText}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
      <span>{text}</span>
    </span>
  );
}
