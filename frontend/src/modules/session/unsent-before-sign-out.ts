/** What this browser keeps of people: what goes, and when. */
import { KEPT_UNTIL, keptPeople } from "@/lib/kept-people";
import { currentLanguage, rememberLanguage } from "@/lib/language";
import type { Ending } from "@/lib/session-ending";
import { isSharedDevice, SHARED_DEVICE } from "@/lib/shared-device";
import { clearPersisted } from "@/offline/query-persistence";
import { forgetPerson, hasQueued, keepOwnWords } from "@/outbox/store";

const OWN_MS = 72 * 3600 * 1000;

function untilOf(personId: string): number | null {
  const until = localStorage.getItem(KEPT_UNTIL + personId);
  return until === null ? null : Number(until);
}

/** Nothing of a person stays in this browser: no database, no cache, no setting. */
export async function purgePerson(personId: string): Promise<void> {
  await clearPersisted(personId);
  await forgetPerson(personId);
  // The program itself stays: nobody's words are in it.
  const names = "caches" in window ? await caches.keys() : [];
  await Promise.all(names.filter((name) => !name.includes("precache")).map((name) => caches.delete(name)));
  const stays = (key: string) =>
    key === SHARED_DEVICE || (key.startsWith(KEPT_UNTIL) && key !== KEPT_UNTIL + personId);
  const gone = Object.keys(localStorage).filter((key) => key.startsWith("viche-") && !stays(key));
  for (const key of gone) localStorage.removeItem(key);
  // In which language this browser was spoken to is no word of anybody.
  rememberLanguage(currentLanguage());
}

/** What others wrote goes; what the person wrote and has not sent waits for them, for three days. */
async function keepForReturn(personId: string): Promise<void> {
  await clearPersisted(personId);
  const kept = await keepOwnWords(personId);
  if (!kept) await purgePerson(personId);
  else if (untilOf(personId) === null)
    localStorage.setItem(KEPT_UNTIL + personId, String(Date.now() + OWN_MS));
}

/** Return whether messages wait here that are sent as soon as their author signs in again. */
export async function hasQueuedMessages(): Promise<boolean> {
  const people = (await keptPeople()).filter((personId) => untilOf(personId) !== null);
  return (await Promise.all(people.map(hasQueued))).includes(true);
}

/** The sign-in of a person has ended in this browser. */
export async function leaveBehind(personId: string, ending: Ending): Promise<void> {
  if (ending === "expired" && !isSharedDevice()) await keepForReturn(personId);
  else await purgePerson(personId);
}

/** Purges what has waited for its person for too long, whoever is here, with a line or without. */
export async function purgeOverdue(): Promise<void> {
  for (const personId of await keptPeople()) {
    const until = untilOf(personId);
    if (until !== null && until <= Date.now()) await purgePerson(personId);
  }
}

/**
 * Puts in order what was kept here before the server said who is here now: of others nothing stays, and of who was
 * here and is no more only what their ending permits.
 */
export async function settleLeftBehind(presentId: string | null, ending: Ending): Promise<void> {
  for (const personId of await keptPeople()) {
    if (personId === presentId) localStorage.removeItem(KEPT_UNTIL + personId);
    else if (presentId !== null) await purgePerson(personId);
    else if (untilOf(personId) === null || ending === "revoked") await leaveBehind(personId, ending);
  }
}
