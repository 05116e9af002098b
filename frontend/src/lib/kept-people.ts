/** Local-storage key of the person whose copies this browser keeps: the page opens without asking who is there. */
export const COPIES_OWNER = "viche-copies-of";
/** Prefix of the local-storage keys that say until when a person's unsent words are kept after their sign-in ended. */
export const KEPT_UNTIL = "viche-own-until-";

const DATABASE = /^viche-(?:copies-|files-)?(.+)$/;

/** Return the person whose copies this browser keeps; null when there are none. */
export function copiesOwner(): string | null {
  return localStorage.getItem(COPIES_OWNER);
}

/** Return the ids of the people of whom this browser keeps something. */
export async function keptPeople(): Promise<string[]> {
  const databases = (await indexedDB.databases?.()) ?? [];
  const byName = databases.flatMap(({ name }) => DATABASE.exec(name ?? "")?.[1] ?? []);
  const marked = Object.keys(localStorage).filter((key) => key.startsWith(KEPT_UNTIL));
  const owner = copiesOwner();
  return [
    ...new Set([...byName, ...marked.map((key) => key.slice(KEPT_UNTIL.length)), ...(owner ? [owner] : [])]),
  ];
}
