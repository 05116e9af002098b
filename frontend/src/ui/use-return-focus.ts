import { useEffect, useState } from "react";

/** Return what was pressed: the button, or the one whose menu held the item. */
export function findOpener(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest("[role=menu]");
  const opener = menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : activeElement;
  return opener instanceof HTMLElement ? opener : null;
}

/** Of every dialog that is open, the innermost last: where it was opened, and where that dialog was in which this is. */
const open: HTMLElement[][] = [];

function wayBack(): HTMLElement[] {
  const opener = findOpener();
  if (!opener) return [];
  if (opener.closest("[role=dialog]")) return [opener, ...(open.at(-1) ?? [])];
  const around = opener.parentElement?.closest<HTMLElement>("[tabindex]");
  return around ? [opener, around] : [opener];
}

function goBack(way: HTMLElement[]): void {
  const place = way.find((one) => one.isConnected);
  // A dialog that made room for another leaves the focus to that.
  if (open.length > 0 && !place?.closest("[role=dialog]")) return;
  if (document.activeElement !== document.body) return;
  if (place) place.focus();
  else document.getElementById("main")?.focus({ preventScroll: true });
}

/**
 * When a dialog goes, the keyboard is back where it was opened. Where that is gone, it is at what stood around it
 * and takes the focus, or at the page, unless something else has taken the focus.
 */
export function useReturnFocus(opened = true): void {
  const [way] = useState(wayBack);
  useEffect(() => {
    if (!opened) return;
    open.push(way);
    return () => {
      open.splice(open.indexOf(way), 1);
      // The dialog is still being taken out of the page.
      setTimeout(goBack, 0, way);
    };
  }, [opened, way]);
}
