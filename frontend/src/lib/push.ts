/** What this browser does about pushes: whether it can, whether it may, and its own subscription. */

import { findRegistration } from "./registration";

/** `install`: on an iPhone only what stands on the home screen gets any. */
export type PushAbility = "able" | "denied" | "install" | "unsupported";

export interface PushHere {
  ability: PushAbility;
  subscribed: boolean;
}

/** What the server has to know of a subscription. */
export interface PushSubscriptionBody {
  endpoint: string;
  p256dh: string;
  auth: string;
  key: string;
}

/** The reader, or their browser for them, has said no. */
export class PushDenied extends Error {}

/** Whose news comes to this browser: a sign-in ends, and the next of the same person goes on. */
const KEY = "viche-push";

async function ability(): Promise<PushAbility> {
  const known = "PushManager" in window && "Notification" in window && (await findRegistration());
  if (!known) return /iPhone|iPad/.test(navigator.userAgent) ? "install" : "unsupported";
  return Notification.permission === "denied" ? "denied" : "able";
}

async function subscription(): Promise<PushSubscription | null> {
  return (await findRegistration())?.pushManager?.getSubscription() ?? null;
}

export async function pushHere(): Promise<PushHere> {
  return { ability: await ability(), subscribed: (await subscription()) !== null };
}

/** The reader who switched pushes on in this browser; null when nobody did, or they are off again. */
export function pushOwner(): string | null {
  return localStorage.getItem(KEY);
}

function base64url(bytes: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Subscribes under the server's key, anew where the present subscription is bound to another. */
async function subscribed(key: string): Promise<PushSubscription> {
  const now = await subscription();
  if (now && base64url(now.options.applicationServerKey) === key) return now;
  await now?.unsubscribe();
  const here = await findRegistration();
  if (!here) throw new PushDenied();
  return here.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/**
 * Has this browser take pushes for a person. It asks the reader: only for a press of a button. Throws PushDenied
 * when they say no; whatever else goes wrong is their browser's and the service's of its maker.
 */
export async function switchPushOn(key: string, personId: string): Promise<PushSubscriptionBody> {
  if ((await Notification.requestPermission()) !== "granted") throw new PushDenied();
  const made = await subscribed(key);
  localStorage.setItem(KEY, personId);
  const read = (name: PushEncryptionKeyName) => base64url(made.getKey(name));
  return { endpoint: made.endpoint, p256dh: read("p256dh"), auth: read("auth"), key };
}

/** Whether this person's news came to this browser and may come again without asking them. */
export async function mayRenew(personId: string): Promise<boolean> {
  if (pushOwner() !== personId || (await ability()) !== "able") return false;
  return Notification.permission === "granted";
}

/** Nothing comes to this browser any more. */
export async function switchPushOff(): Promise<void> {
  localStorage.removeItem(KEY);
  await (await subscription())?.unsubscribe();
}

/** Takes from the screen what is shown of a reader who has left. */
export async function clearShownNews(): Promise<void> {
  const shown = (await (await findRegistration())?.getNotifications?.()) ?? [];
  for (const one of shown) one.close();
}
