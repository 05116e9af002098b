import type { ReactNode } from "react";
import classes from "./forms.module.css";

/** The main action, at the foot of the screen. */
export function FootBar({ children }: { children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>;
}
