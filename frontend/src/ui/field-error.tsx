import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./field.module.css";
import { Icon } from "./icon";

/** The words under a field that needs a repair: they name the repair, and an icon says so without colour. */
export function fieldError(text: ReactNode): ReactNode {
  if (!text) return undefined;
  return (
    <span className={classes.errorText}>
      <Icon of={IconAlertTriangle} size={16} />
      <span>{text}</span>
    </span>
  );
}
