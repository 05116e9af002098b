import type { ReactNode } from "react";
import type { Path } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import classes from "./chain.module.css";

interface ChainStepProps {
  icon: ReactNode;
  /** What kind of step it is: «Тема», «Рішення, 21 листопада». */
  label?: string;
  title: ReactNode;
  href?: Path;
  note?: ReactNode;
  /** `now` is the page that is open, `you` waits for the reader, `ok` is verified, `pending` is not there yet. */
  mark?: "now" | "you" | "ok" | "pending";
}

/** What led to what: from «why» at the top to «how we know» at the bottom. */
export function Chain({ children }: { children: ReactNode }) {
  return <ol className={classes.chain}>{children}</ol>;
}

export function ChainStep({ icon, label, title, href, note, mark }: ChainStepProps) {
  const alone = !label && !note;
  return (
    <li
      className={`${classes.step} ${mark ? classes[mark] : ""}`}
      aria-current={mark === "now" ? "step" : undefined}
    >
      <span className={classes.node}>{icon}</span>
      <div className={alone ? classes.alone : classes.words}>
        {label && <p className="v-tiny v-t2">{label}</p>}
        <p className={classes.title}>{href ? <AppLink href={href}>{title}</AppLink> : title}</p>
        {note && <p className="v-tiny v-t2">{note}</p>}
      </div>
    </li>
  );
}
