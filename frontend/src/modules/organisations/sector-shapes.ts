/** Silhouettes of the sectors on a 24 × 24 field. The drawing, the label and the colour each tell a sector alone. */
export const SECTORS = [
  "police",
  "emergency",
  "local_government",
  "education",
  "business",
  "civil_society",
  "health",
  "international",
  "other",
] as const;

export type Sector = (typeof SECTORS)[number];

export function asSector(name: string | null | undefined): Sector | null {
  return SECTORS.find((sector) => sector === name) ?? null;
}

export const SECTOR_PATHS: Record<Sector, string> = {
  police: "M12 1.6 21 4.6v6.9c0 5.6-3.7 9.4-9 11.1-5.3-1.7-9-5.5-9-11.1V4.6z",
  emergency: "M12 .9c2.8 4.6 8.6 8 8.6 13.6a8.6 8.6 0 0 1-17.2 0C3.4 8.9 9.2 5.5 12 .9z",
  local_government: "M12 1.5 22.3 9.6V22.3H1.7V9.6z",
  education: "M12 .6 23.4 12 12 23.4.6 12z",
  business:
    "M4 2.2h16A1.8 1.8 0 0 1 21.8 4v16a1.8 1.8 0 0 1-1.8 1.8H4A1.8 1.8 0 0 1 2.2 20V4A1.8 1.8 0 0 1 4 2.2z",
  civil_society: "M12 1.2a10.8 10.8 0 1 1 0 21.6 10.8 10.8 0 0 1 0-21.6z",
  health: "M7 1.4h10v5.6h5.6v10H17v5.6H7V17H1.4V7H7z",
  international: "M12 .8 22 6.4v11.2L12 23.2 2 17.6V6.4z",
  other: "M12 2.4 23.2 21.6H.8z",
};
