import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { RiskRatingOut } from "@/api/generated/types.gen";

export type Band = RiskRatingOut["band"];

export const SCALE = [1, 2, 3, 4, 5] as const;

/** The matrix of new ratings, as the server has it: the highest product of each band. */
export const MATRIX: { version: string; ends: Record<Band, number> } = {
  version: "5x5-1",
  ends: { low: 5, medium: 10, high: 15, critical: 25 },
};

export const BANDS = Object.keys(MATRIX.ends) as Band[];

export const BAND_LABELS: Record<Band, MessageDescriptor> = {
  low: msg({ message: "Низький", context: "risk" }),
  medium: msg({ message: "Середній", context: "risk" }),
  high: msg({ message: "Високий", context: "risk" }),
  critical: msg({ message: "Критичний", context: "risk" }),
};

/** What likelihood and impact are called, from 1 to 5. */
export const LIKELIHOODS = [
  msg`майже неймовірно`,
  msg`малоймовірно`,
  msg`можливо`,
  msg`імовірно`,
  msg`майже напевно`,
];
export const IMPACTS = [
  msg({ message: "незначні", context: "impact" }),
  msg({ message: "невеликі", context: "impact" }),
  msg({ message: "помітні", context: "impact" }),
  msg({ message: "тяжкі", context: "impact" }),
  msg({ message: "дуже тяжкі", context: "impact" }),
];

/** The band of a product that is not rated yet; a rating brings its own. */
export const bandOf = (score: number): Band => BANDS.find((band) => score <= MATRIX.ends[band]) ?? "critical";

/** «1–5» */
export function rangeOf(band: Band): string {
  const below = BANDS[BANDS.indexOf(band) - 1];
  return `${below ? MATRIX.ends[below] + 1 : 1}–${MATRIX.ends[band]}`;
}
