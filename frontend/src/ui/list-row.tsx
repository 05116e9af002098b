import type { Icon as Glyph } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Path } from "@/lib/paths";
import { AppLink } from "./app-link";
import { Icon } from "./icon";
import classes from "./list-row.module.css";

interface ListRowProps {
  /** What the row is: words become a link where `href` is given, and stand out otherwise. */
  title: ReactNode;
  href?: Path;
  /** A picture before the words: then all begins at the top. */
  lead?: ReactNode;
  /** What kind of thing it is, drawn before small words. */
  icon?: Glyph;
  /** One small line below the title. */
  meta?: ReactNode;
  /** Further lines. */
  children?: ReactNode;
  /** How it stands: a pill, a mark, a code. */
  status?: ReactNode;
  /** Buttons and menus of the row. */
  actions?: ReactNode;
  /** Rows of several lines, with air between them. */
  spaced?: boolean;
  className?: string;
}

/** Show one thing of a list: its name, facts below it, and at the end how it stands and what can be done. */
export function ListRow({ title, href, meta, children, ...rest }: ListRowProps) {
  const { lead, icon, status, actions, spaced = false, className = "" } = rest;
  const look = icon ? classes.drawn : spaced ? classes.spaced : lead ? classes.led : classes.row;
  return (
    <li className={`${look} ${className}`}>
      {icon ? <Icon of={icon} size={24} /> : lead}
      <div className={classes.words}>
        <Title href={href}>{title}</Title>
        {meta && <p className={icon ? "v-tiny v-t2" : "v-small v-t2"}>{meta}</p>}
        {children}
      </div>
      {status}
      {actions && <span className={classes.actions}>{actions}</span>}
    </li>
  );
}

function Title({ href, children }: { href?: Path; children: ReactNode }) {
  if (href) {
    return (
      <AppLink className={`v-reach ${classes.name}`} href={href}>
        {children}
      </AppLink>
    );
  }
  return typeof children === "string" ? <b>{children}</b> : children;
}
