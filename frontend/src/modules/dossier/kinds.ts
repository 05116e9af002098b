import type { MessageDescriptor } from "@lingui/core";
import type { Icon as Glyph } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { DossierOut, DossierPageOut, FindingOut } from "@/api/generated/types.gen";

export type KindName = DossierOut["kind"];

type OfDossier = ComponentType<{ dossier: DossierPageOut }>;

export interface BeginProps {
  /** In which group; the dialog asks where it is left out. */
  groupId?: string;
  onClose: () => void;
}

export interface ProposeProps {
  dossier: DossierPageOut;
  finding: FindingOut;
  onClose: () => void;
}

/** What a kind of dossier adds to the page that all kinds share. */
export interface DossierKind {
  icon: Glyph;
  /** What one does with such a dossier, in a line of the menu that begins one. */
  lead?: MessageDescriptor;
  /** Its dialog to begin one, in place of the common one: an `onDemand` of its feature. */
  begin?: ComponentType<BeginProps>;
  /** Its cards, below the lifecycle: `lazyCards` of its feature, which bring the words of that along. */
  cards: OfDossier;
  /** Its cards beside them, before who sees the dossier. */
  aside?: OfDossier;
  /** The steps by which its dossiers come to be seen, in place of how far one can be widened. */
  audience?: OfDossier;
  /** Its dialog to draft a recommendation that follows from a finding: an `onDemand` of its feature. */
  propose?: ComponentType<ProposeProps>;
  /** Codes of what a step lacks that nobody can bring now: such a step is not spoken of. */
  moot?: readonly string[];
  /** By the code of what a step lacks, the card of the kind where it is brought. */
  broughtAt?: Readonly<Record<string, string>>;
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

/**
 * Whether the reader may draft recommendations in a dossier. Its `allowed` says nothing of them: who leads edits
 * it, and the team records findings.
 */
export function mayPropose({ phase, allowed }: DossierPageOut): boolean {
  return phase !== "closed" && (allowed.includes("edit") || allowed.includes("record_finding"));
}
