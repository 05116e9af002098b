import type { Icon as Glyph } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { DossierOut, DossierPageOut } from "@/api/generated/types.gen";

export type KindName = DossierOut["kind"];

/** What a kind of dossier adds to the page that all kinds share. */
export interface DossierKind {
  icon: Glyph;
  /** Its cards, below the lifecycle: `lazyCards` of its feature, which bring the words of that along. */
  cards: ComponentType<{ dossier: DossierPageOut }>;
  /** Its cards beside them, before who sees the dossier. */
  aside?: ComponentType<{ dossier: DossierPageOut }>;
}

const kinds = new Map<string, DossierKind>();

/** Add a kind; the manifest of its feature does it. */
export function registerDossierKind(kind: KindName, spec: DossierKind): void {
  kinds.set(kind, spec);
}

/** Return what a kind adds; nothing of one that this page does not know, since the server is newer. */
export function findDossierKind(kind: string): DossierKind | undefined {
  return kinds.get(kind);
}
