import type { CSSProperties } from "react";
import classes from "./person-avatar.module.css";
import { SECTOR_ICONS, sectorClass } from "./sector";
import { SECTOR_PATHS, type Sector } from "./sector-shapes";

interface PersonAvatarProps {
  name: string;
  /** Null for a guest without an organisation. */
  sector: Sector | null;
  /** On behalf of an organisation: its filled silhouette. Personally: initials in a round outline. */
  onBehalf?: boolean;
  size?: number;
  /** The person is looking at the same page now. */
  here?: boolean;
}

/** Up to two capitals: «Марія Єременко» → «МЄ». */
export function initials(name: string): string {
  return name
    .split(/[\s-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]?.toLocaleUpperCase("uk"))
    .join("");
}

/** Who speaks, and how. Decorative: the name always stands beside it in words. */
export function PersonAvatar({ name, sector, onBehalf = false, size = 44, here = false }: PersonAvatarProps) {
  const kind = sector ?? "other";
  const asOrganisation = onBehalf && sector !== null;
  const names = [
    classes.root,
    sectorClass(kind),
    asOrganisation ? "" : classes.personally,
    size < 40 ? classes.small : "",
    here ? classes.here : "",
  ];
  return (
    <span className={names.join(" ")} style={{ "--size": `${size}px` } as CSSProperties} aria-hidden="true">
      {asOrganisation ? (
        <OrganisationSign sector={kind} size={size} />
      ) : (
        <>
          {initials(name)}
          {sector && (
            <svg className={classes.dot} viewBox="-2 -2 28 28" aria-hidden="true">
              <path d={SECTOR_PATHS[kind]} />
            </svg>
          )}
        </>
      )}
    </span>
  );
}

function OrganisationSign({ sector, size }: { sector: Sector; size: number }) {
  const Icon = SECTOR_ICONS[sector];
  return (
    <>
      <svg className={classes.shape} viewBox="0 0 24 24" aria-hidden="true">
        <path d={SECTOR_PATHS[sector]} />
      </svg>
      <Icon className={classes.icon} size={size / 2} stroke={2} />
    </>
  );
}
