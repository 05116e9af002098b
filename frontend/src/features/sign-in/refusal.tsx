import { IconAlertTriangle } from "@tabler/icons-react";
import { Icon } from "@/ui/icon";
import classes from "./sign-in.module.css";

/** A refusal above a form; a screen reader says it at once. */
export function FormProblem({ children }: { children?: string }) {
  if (!children) return null;
  return (
    <p className={classes.problem} role="alert">
      <Icon of={IconAlertTriangle} />
      {children}
    </p>
  );
}
