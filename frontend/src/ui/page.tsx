import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { Path } from "@/lib/paths";
import { AppLink } from "./app-link";
import { Icon } from "./icon";
import classes from "./page.module.css";

/** The words in the browser's tab; a screen reader says them first when the page changes. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Віче`;
  }, [title]);
}

/** The content of one page inside the frame. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className={classes.page}>
      {children}
    </main>
  );
}

export interface Crumb {
  label: string;
  href?: Path;
}

interface PageHeaderProps {
  crumbs?: Crumb[];
  crumbsLabel?: string;
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ crumbs, crumbsLabel, title, lead, actions, children }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      {crumbs && <Crumbs crumbs={crumbs} label={crumbsLabel} />}
      <h1>{title}</h1>
      {lead && <p className={classes.lead}>{lead}</p>}
      {actions && <div className={classes.actions}>{actions}</div>}
      {children}
    </header>
  );
}

function Crumbs({ crumbs, label }: { crumbs: Crumb[]; label?: string }) {
  return (
    <nav aria-label={label} className={classes.crumbs}>
      {crumbs.map((crumb, place) => (
        <span key={crumb.label} className={classes.crumb}>
          {place > 0 && <Icon of={IconChevronRight} size={16} />}
          {crumb.href ? <AppLink href={crumb.href}>{crumb.label}</AppLink> : crumb.label}
        </span>
      ))}
    </nav>
  );
}

/** Content on the left, its context on the right; below it on narrower screens. */
export function TwoColumns({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className={classes.two}>
      <div>{children}</div>
      <aside>{aside}</aside>
    </div>
  );
}

export interface Tab {
  label: string;
  href: Path;
  current: boolean;
  count?: ReactNode;
}

/** Sections of one thing, each with an address of its own. */
export function Tabs({ tabs, label }: { tabs: Tab[]; label: string }) {
  const row = useRef<HTMLElement | null>(null);
  const current = tabs.find((tab) => tab.current)?.href;
  // On a narrow screen the row is longer than the page: the current section is brought into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another section is the reason to look again
  useEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>("[aria-current]");
    if (row.current && tab)
      row.current.scrollLeft = tab.offsetLeft - (row.current.clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={row} className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <AppLink key={tab.href} href={tab.href} aria-current={tab.current ? "page" : undefined}>
          {tab.label}
          {tab.count}
        </AppLink>
      ))}
    </nav>
  );
}
