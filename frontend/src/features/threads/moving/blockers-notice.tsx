import type { ReactNode } from "react";
import classes from "./moving.module.css";

interface HeldProps {
  why: string[];
  /** What cannot be done meanwhile. */
  children: ReactNode;
}

/** Said before anything is sent: what there is to do first. */
export function BlockersNotice({ why, children }: HeldProps) {
  return (
    <div role="status" className={classes.why}>
      {why.length > 0 && (
        <>
          {children}
          <ul className={classes.held}>
            {why.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
