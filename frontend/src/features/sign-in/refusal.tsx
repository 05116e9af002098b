import { IconAlertTriangle } from "@tabler/icons-react";
import classes from "./sign-in.module.css";

/** A refusal above a form; a screen reader says it at once. */
export function FormProblem({ children }: { children?: string }) {
  if (!children) return null;
  return (
    <p className={classes.problem} role="alert">
      <IconAlertTriangle size={20} stroke={1.75} aria-hidden="true" />
      {children}
    </p>
  );
}
