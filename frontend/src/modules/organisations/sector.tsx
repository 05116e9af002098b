import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import {
  IconBook2,
  IconBriefcase,
  IconBuildingBank,
  IconCircleDotted,
  IconFlame,
  IconHeartbeat,
  IconStar,
  IconUsers,
  IconWorld,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./sector.module.css";
import { SECTOR_PATHS, type Sector } from "./sector-shapes";

export const SECTOR_LABELS: Record<Sector, MessageDescriptor> = {
  police: msg`Поліція`,
  emergency: msg`ДСНС`,
  local_government: msg`Самоврядування`,
  education: msg`Освіта`,
  business: msg`Бізнес`,
  civil_society: msg`Громадськість`,
  health: msg`Медицина`,
  international: msg`Міжнародні`,
  other: msg`Інші`,
};

export const SECTOR_ICONS = {
  police: IconStar,
  emergency: IconFlame,
  local_government: IconBuildingBank,
  education: IconBook2,
  business: IconBriefcase,
  civil_society: IconUsers,
  health: IconHeartbeat,
  international: IconWorld,
  other: IconCircleDotted,
} as const;

/** Class that sets `--sector` and `--sector-tint` for everything inside. */
export function sectorClass(sector: Sector): string {
  return classes[sector] ?? "";
}

export interface SectorShapeProps {
  sector: Sector;
  size?: number;
  /** An empty seat: the dashed outline of the silhouette. */
  empty?: boolean;
  /** Say the sector aloud; without it the shape is decoration beside a written label. */
  named?: boolean;
}

export function SectorShape({ sector, size = 15, empty = false, named = false }: SectorShapeProps) {
  const { i18n } = useLingui();
  return (
    <svg
      viewBox={empty ? "-1 -1 26 26" : "0 0 24 24"}
      width={size}
      height={size}
      className={`${sectorClass(sector)} ${classes.shape} ${empty ? classes.empty : ""}`}
      role={named ? "img" : undefined}
      aria-label={named ? i18n._(SECTOR_LABELS[sector]) : undefined}
      aria-hidden={named ? undefined : true}
    >
      <path d={SECTOR_PATHS[sector]} />
    </svg>
  );
}

interface SectorLabelProps {
  sector: Sector;
  /** Written beside the shape; the name of the sector by default, often the name of an organisation. */
  children?: ReactNode;
  kind?: "colour" | "plain" | "tag";
}

/** The silhouette with its words: a sector by name, or an organisation that belongs to it. */
export function SectorLabel({ sector, children, kind = "plain" }: SectorLabelProps) {
  const { i18n } = useLingui();
  const look = kind === "tag" ? classes.tag : kind === "plain" ? classes.plain : "";
  return (
    <span className={`${sectorClass(sector)} ${classes.label} ${look}`}>
      <SectorShape sector={sector} named={children !== undefined} />
      <span>{children ?? i18n._(SECTOR_LABELS[sector])}</span>
    </span>
  );
}
