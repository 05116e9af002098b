import { IconChartBar, IconFileText, IconLink, IconPhoto } from "@tabler/icons-react";
import type { EvidenceOut } from "@/api/generated/types.gen";

/** A piece of evidence, of whatever it is. */
export type Piece = Omit<EvidenceOut, "allowed" | "by_link" | "criterion_id"> & {
  /** The body without an account that added it by its link. */
  by_link?: EvidenceOut["by_link"];
  allowed: readonly EvidenceOut["allowed"][number][];
};

export const EVIDENCE_ICONS = {
  file: IconFileText,
  document: IconFileText,
  photo: IconPhoto,
  link: IconLink,
  indicator: IconChartBar,
} as const;

export const evidenceAnchor = (number: number) => `evidence-${number}`;
