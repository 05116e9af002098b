/** A button of a message goes away when it is pressed: whoever uses the keyboard stays at the message. */
export function focusMessage(button: Element): void {
  button.closest("article")?.focus({ preventScroll: true });
}
