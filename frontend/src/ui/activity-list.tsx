import type { ReactNode } from "react";
import type { Path } from "@/lib/paths";
import classes from "./activity-list.module.css";
import { AppLink } from "./app-link";

/** The register: one line from top to bottom, time in the margin left of it, a node for each entry. */
export function ActivityList({ children }: { children: ReactNode }) {
  return <ol>{children}</ol>;
}

interface LedgerItemProps {
  /** In the margin: the time, the day or how long it waits. */
  time: string;
  timeNote?: ReactNode;
  eyebrow?: ReactNode;
  title: string;
  href: Path;
  children?: ReactNode;
  /** One button that does the thing. */
  action?: ReactNode;
  /** The entry waits for the reader: its node is honey. */
  you?: boolean;
}

export function ActivityItem({
  time,
  timeNote,
  eyebrow,
  title,
  href,
  children,
  action,
  you,
}: LedgerItemProps) {
  return (
    <li className={`${classes.item} ${you ? classes.you : ""}`}>
      <div className={classes.margin}>
        <b>{time}</b>
        {timeNote}
      </div>
      <span className={classes.line} />
      <div className={classes.body}>
        <div className={classes.words}>
          {eyebrow && <p className="v-eyebrow">{eyebrow}</p>}
          <AppLink className={`${classes.title} v-reach`} href={href}>
            {title}
          </AppLink>
          {children}
        </div>
        {action && <div className={classes.action}>{action}</div>}
      </div>
    </li>
  );
}
