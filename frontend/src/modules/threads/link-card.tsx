import type { ReactNode } from "react";
import type { Path } from "@/lib/paths";
import classes from "@/modules/actions/linked-action-card.module.css";
import { AppLink } from "@/ui/app-link";

interface LinkCardProps {
  href: Path;
  icon: ReactNode;
  /** «Тема», «Доручення № 5». */
  what: string;
  state?: ReactNode;
  title: string;
  children?: ReactNode;
}

/** Below the words that lead to it: what the link is about, as it is now. */
export function LinkCard({ href, icon, what, state, title, children }: LinkCardProps) {
  return (
    <AppLink className={classes.root} href={href}>
      <span className={classes.top}>
        {icon}
        <span className="v-grow">{what}</span>
        {state}
      </span>
      <b className={classes.title}>{title}</b>
      {children && <span className="v-meta">{children}</span>}
    </AppLink>
  );
}
