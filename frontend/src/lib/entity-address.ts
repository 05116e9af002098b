/** Kinds of things, by the first segment of the address. */
const KINDS = {
  groups: "group",
  threads: "thread",
  actions: "action",
  dossiers: "dossier",
  recommendations: "recommendation",
  decisions: "decision",
} as const;
type Segment = keyof typeof KINDS;

const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** The address of one of them, as a pattern with two groups: the first word, and the id. */
export const ENTITY_ADDRESS = `/(${Object.keys(KINDS).join("|")})/(${ID})`;
const ADDRESS = new RegExp(`${ENTITY_ADDRESS}(?![^?/#\\s])`, "i");

export interface AddressedEntity {
  kind: (typeof KINDS)[Segment];
  id: string;
}

/** Return the group, thread, action item or dossier that an address leads to, wherever it stands in it; null for any other. */
export function entityAt(address: string): AddressedEntity | null {
  const [, segment, id] = ADDRESS.exec(address) ?? [];
  return segment && id ? { kind: KINDS[segment.toLowerCase() as Segment], id: id.toLowerCase() } : null;
}
