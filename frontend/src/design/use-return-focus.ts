import { useEffect, useState } from "react";

/** What was pressed: the button, or the one whose menu held the item. */
function pressed(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest("[role=menu]");
  const opener = menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : activeElement;
  return opener instanceof HTMLElement ? opener : null;
}

/** When a dialog goes, the keyboard is back where it was opened, unless something else has taken the focus. */
export function useReturnFocus(): void {
  const [opener] = useState(pressed);
  useEffect(() => {
    return () => {
      // The dialog is still being taken out of the page.
      setTimeout(() => {
        if (document.activeElement === document.body && opener?.isConnected) opener.focus();
      });
    };
  }, [opener]);
}
