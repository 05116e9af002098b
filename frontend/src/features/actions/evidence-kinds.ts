import { IconChartBar, IconFileText, IconLink, IconPhoto } from "@tabler/icons-react";

export const EVIDENCE_ICONS = {
  file: IconFileText,
  document: IconFileText,
  photo: IconPhoto,
  link: IconLink,
  indicator: IconChartBar,
} as const;

export const evidenceAnchor = (number: number) => `evidence-${number}`;
