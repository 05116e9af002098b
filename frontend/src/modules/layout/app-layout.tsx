import { Trans, useLingui } from "@lingui/react/macro";
import { IconChevronLeft, IconHelp, IconSearch, IconUser } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { focusComposer, useHasComposer } from "@/lib/composer-field";
import type { Path } from "@/lib/paths";
import { withSoftHyphens } from "@/lib/text";
import { Count } from "@/modules/actions/status";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { AppLink } from "@/ui/app-link";
import buttonClasses from "@/ui/button.module.css";
import { Icon } from "@/ui/icon";
import { Mark, Wordmark } from "@/ui/logo";
import classes from "./app-layout.module.css";

/** The first stop of the Tab key: past the navigation. */
export function SkipLink() {
  return (
    <a className={classes.skip} href="#main">
      <Trans>До змісту</Trans>
    </a>
  );
}

/** The second stop, on a page where one writes: past all that is there to be read. */
function ComposerSkipLink() {
  if (!useHasComposer()) return null;
  return (
    // biome-ignore lint/a11y/useValidAnchor: it leads to a place of the page, as the link before it
    <a
      className={classes.skip}
      href="#composer"
      onClick={(event) => {
        event.preventDefault();
        focusComposer();
      }}
    >
      <Trans>Перейти до поля вводу</Trans>
    </a>
  );
}

interface FrameProps {
  rail: ReactNode;
  children: ReactNode;
  /** On a phone the page takes the whole height: no tab bar. */
  bare?: boolean;
}

export function AppLayout({ rail, children, bare = false }: FrameProps) {
  return (
    <>
      <SkipLink />
      <ComposerSkipLink />
      <div className={`${classes.frame} ${bare ? classes.bare : ""}`}>
        {rail}
        <div className={classes.content}>{children}</div>
      </div>
    </>
  );
}

export interface Place {
  href: Path;
  label: string;
  icon: ReactNode;
  current: boolean;
  count?: number;
  /** Said after the number: «чекають на вас». */
  countLabel?: string;
  /** What is counted does not wait for the reader: honey is for what does. */
  quiet?: boolean;
  /** On a phone it stands in the bar at the top: the tab bar has room for five. */
  inTopBar?: boolean;
}

interface RailProps {
  places: Place[];
  /** On a phone it stands in the bar at the top. */
  search: { href: Path; current: boolean };
  me: { name: string; sector: Sector | null; caption: string; href: Path; current: boolean };
}

/** The main navigation: a rail of 92 px on wide screens, and the same list as a tab bar on a phone. */
export function SideNav({ places, search, me }: RailProps) {
  const { t } = useLingui();
  return (
    <nav className={classes.rail} aria-label={t`Головна навігація`}>
      <AppLink className={classes.brand} href="/" aria-label={t`Віче, на головну`}>
        <Mark size={44} />
      </AppLink>
      {places.map((place) => (
        <AppLink
          key={place.href}
          className={`${classes.item} ${place.inTopBar ? classes.wide : ""}`}
          href={place.href}
          aria-current={place.current ? "page" : undefined}
        >
          {place.icon}
          {withSoftHyphens(place.label)}
          <Badge place={place} />
        </AppLink>
      ))}
      <AppLink
        className={`${classes.item} ${classes.wide}`}
        href={search.href}
        aria-current={search.current ? "page" : undefined}
      >
        <Icon of={IconSearch} size={24} />
        <Trans>Пошук</Trans>
      </AppLink>
      <AppLink
        className={`${classes.item} ${classes.me}`}
        href={me.href}
        aria-current={me.current ? "page" : undefined}
      >
        <PersonAvatar name={me.name} sector={me.sector} />
        <span className="v-hidden">
          <Trans>{me.name}, налаштування</Trans>
        </span>
        <span>{withSoftHyphens(me.caption)}</span>
      </AppLink>
    </nav>
  );
}

/** How much is at a place; nothing where nothing is. */
function Badge({ place: { count = 0, countLabel, quiet } }: { place: Place }) {
  if (count === 0) return null;
  return (
    <span className={`${classes.badge} ${quiet ? classes.quiet : ""}`}>
      <Count value={count} label={countLabel} quiet={quiet} />
    </span>
  );
}

interface TopBarProps {
  places: Place[];
  searchHref: Path;
  /** Where the person icon leads. */
  settingsHref: Path;
}

/** Ink bar of a phone. */
export function TopBar({ places, searchHref, settingsHref }: TopBarProps) {
  const { t } = useLingui();
  return (
    <header className={classes.bar}>
      <AppLink className={classes.logo} href="/" aria-label={t`Віче, на головну`}>
        <Wordmark height={30} />
      </AppLink>
      <span className={classes.end}>
        {places
          .filter(({ inTopBar }) => inTopBar)
          .map((place) => (
            <AppLink
              key={place.href}
              className={`${buttonClasses.tool} ${classes.tool}`}
              href={place.href}
              aria-label={place.count ? `${place.label}, ${place.count} ${place.countLabel}` : place.label}
              aria-current={place.current ? "page" : undefined}
            >
              {place.icon}
              <Badge place={place} />
            </AppLink>
          ))}
        <AppLink className={buttonClasses.tool} href="/help" aria-label={t`Довідка`}>
          <Icon of={IconHelp} size={24} />
        </AppLink>
        <AppLink className={buttonClasses.tool} href={searchHref} aria-label={t`Пошук`}>
          <Icon of={IconSearch} size={24} />
        </AppLink>
        <AppLink className={buttonClasses.tool} href={settingsHref} aria-label={t`Налаштування`}>
          <Icon of={IconUser} size={24} />
        </AppLink>
      </span>
    </header>
  );
}

interface BackBarProps {
  href: Path;
  label: string;
  title: string;
  note: ReactNode;
  children?: ReactNode;
}

/** Ink bar of a phone on a page that was entered from a list: the only place where a title may be cut. */
export function BackBar({ href, label, title, note, children }: BackBarProps) {
  return (
    <header className={`${classes.bar} ${classes.back}`}>
      <AppLink className={buttonClasses.tool} href={href} aria-label={label}>
        <Icon of={IconChevronLeft} size={24} />
      </AppLink>
      <span className={classes.title}>
        <b>{title}</b>
        <span>{note}</span>
      </span>
      {children && <span className={classes.end}>{children}</span>}
    </header>
  );
}
