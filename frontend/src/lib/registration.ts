/** The service worker of this browser: it fetches what opens offline, so the page comes first. */

let registering: Promise<ServiceWorkerRegistration> | null = null;

function register(): Promise<ServiceWorkerRegistration> {
  registering ??= navigator.serviceWorker.register("/service-worker.js");
  return registering;
}

/** Register the service worker once the page has loaded and has nothing to do. */
export function registerWhenIdle(): void {
  const start = () => void register().catch(() => undefined);
  // Safari knows no idle moments.
  const wait = () =>
    "requestIdleCallback" in window ? requestIdleCallback(start, { timeout: 5000 }) : setTimeout(start, 1000);
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true });
}

/** Return the registration; the built product registers now where it has not yet. */
export async function findRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  if (import.meta.env.PROD) return await register().catch(() => undefined);
  return await navigator.serviceWorker.getRegistration();
}
