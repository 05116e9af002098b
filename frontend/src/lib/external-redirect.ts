const NEXT = "viche-next";

/** Leaves this application for another site; what there is to come back to waits in this tab. */
export const externalRedirect = {
  go(address: string, next = "/"): void {
    sessionStorage.setItem(NEXT, next);
    window.location.assign(address);
  },
  /** Where the reader was going, once. */
  next(): string | null {
    const next = sessionStorage.getItem(NEXT);
    sessionStorage.removeItem(NEXT);
    return next;
  },
};
