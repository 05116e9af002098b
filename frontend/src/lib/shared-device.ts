/** The device is not the person's own: nothing of them stays in the browser. Said at sign-in. */
export const SHARED_DEVICE = "viche-shared-device";

export function isSharedDevice(): boolean {
  return localStorage.getItem(SHARED_DEVICE) !== null;
}

export function setSharedDevice(shared: boolean): void {
  if (shared) localStorage.setItem(SHARED_DEVICE, "yes");
  else localStorage.removeItem(SHARED_DEVICE);
}
