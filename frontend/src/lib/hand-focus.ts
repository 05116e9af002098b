/** Move the focus out of what is about to lose the button that holds it, unless something else has taken it. */
export function handFocus(from: HTMLElement | null, to: HTMLElement | null): void {
  const { activeElement, body } = document;
  if (activeElement === body || from?.contains(activeElement)) to?.focus();
}
