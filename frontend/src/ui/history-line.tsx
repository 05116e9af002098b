import type { ReactNode } from "react";
import classes from "./history-line.module.css";

/** What happened, newest first: the same line, smaller. */
export function HistoryLine({ children }: { children: ReactNode }) {
  return <ol className={classes.list}>{children}</ol>;
}

interface HistoryEntryProps {
  /** ISO time for machines. */
  at: string;
  time: string;
  title: ReactNode;
  strong?: boolean;
  children?: ReactNode;
}

export function HistoryEntry({ at, time, title, strong = false, children }: HistoryEntryProps) {
  return (
    <li className={classes.entry}>
      <time dateTime={at}>{time}</time>
      <span className={classes.line} />
      <div className={classes.words}>
        <p className={strong ? classes.strong : undefined}>{title}</p>
        {children}
      </div>
    </li>
  );
}
