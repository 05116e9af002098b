import { type RefObject, useEffect } from "react";
import { lineId, messageId, scroller } from "./use-scroll-position";

const CONTROLS = "a[href], button, input, audio, summary, [tabindex]";
/** Marks a control that Tab passes by, and holds the tabindex that it had before. */
const RESTING = "data-resting";

/** Return the messages in page order, unsent ones included. */
const listMessages = (body: HTMLElement) => [...body.querySelectorAll<HTMLElement>("article")];

/** Return the message of a control, which is in the message or in the line above it. */
function findMessage(control: Element): Element | null | undefined {
  return control.closest("article") ?? control.closest("[data-of-next-message]")?.nextElementSibling;
}

/** Return the first stop of Tab: the requested message, the first below the unread line, or the last. */
function findStart(body: HTMLElement, wanted: number | undefined): HTMLElement | undefined {
  const messages = listMessages(body);
  const asked = wanted && messages.find(({ id }) => id === messageId(wanted));
  const line = document.getElementById(lineId);
  const isBelow = (message: HTMLElement) =>
    line !== null && Boolean(line.compareDocumentPosition(message) & Node.DOCUMENT_POSITION_FOLLOWING);
  return asked || (messages.find(isBelow) ?? messages.at(-1));
}

function setResting(control: HTMLElement, resting: boolean): void {
  if (resting === control.hasAttribute(RESTING)) return;
  if (resting) {
    if (control.tabIndex < 0) return;
    control.setAttribute(RESTING, control.getAttribute("tabindex") ?? "");
    control.tabIndex = -1;
    return;
  }
  const before = control.getAttribute(RESTING);
  control.removeAttribute(RESTING);
  if (before) control.setAttribute("tabindex", before);
  else control.removeAttribute("tabindex");
}

/** Make Tab stop at one message and its controls only. */
function settleStops(body: HTMLElement, current: HTMLElement | undefined): void {
  for (const message of listMessages(body)) message.tabIndex = message === current ? 0 : -1;
  for (const control of body.querySelectorAll<HTMLElement>(CONTROLS)) {
    const message = findMessage(control);
    if (message && message !== control) setResting(control, message !== current);
  }
}

/** Return whether a message is cut at that side of the view: then the key scrolls, so that all of it can be read. */
function isCut(body: HTMLElement, message: HTMLElement, side: "above" | "below"): boolean {
  const box = scroller(body);
  const view =
    box === body ? body.getBoundingClientRect() : { top: 0, bottom: document.documentElement.clientHeight };
  const { top, bottom } = message.getBoundingClientRect();
  return side === "above" ? top < Math.floor(view.top) : bottom > Math.ceil(view.bottom);
}

/** Return the message to which a key leads from the one that has the focus; none where the key is not for that. */
function findNext(body: HTMLElement, event: KeyboardEvent): HTMLElement | undefined {
  const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
  const messages = listMessages(body);
  // Controls of a message, such as a player, have keys of their own.
  const at = messages.indexOf(target as HTMLElement);
  const from = messages[at];
  if (!from || ctrlKey || metaKey || altKey || shiftKey) return undefined;
  if (key === "ArrowDown") return isCut(body, from, "below") ? undefined : messages[at + 1];
  if (key === "ArrowUp") return isCut(body, from, "above") ? undefined : messages[at - 1];
  if (key === "Home") return messages[0];
  return key === "End" ? messages.at(-1) : undefined;
}

/**
 * Make the messages one stop of the Tab key: arrows, Home and End go from one to another, and Tab goes on to the
 * controls of the current one alone. The controls are of many kinds, links of a text among them, so that this is done
 * on the page itself.
 */
export function useRovingMessages(body: RefObject<HTMLElement | null>, wanted: number | undefined): void {
  useEffect(() => {
    const element = body.current;
    if (!element) return;
    /** The message that had the focus last. */
    let visited: HTMLElement | null = null;
    const settle = () => {
      const current = visited && element.contains(visited) ? visited : findStart(element, wanted);
      settleStops(element, current);
    };
    const onFocus = ({ target }: FocusEvent) => {
      const message = target instanceof Element && findMessage(target);
      if (!(message instanceof HTMLElement) || message === visited) return;
      visited = message;
      settle();
    };
    const onKey = (event: KeyboardEvent) => {
      const next = event.defaultPrevented ? undefined : findNext(element, event);
      if (!next) return;
      event.preventDefault();
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    };
    const drawn = new MutationObserver(settle);
    settle();
    drawn.observe(element, { childList: true, subtree: true });
    element.addEventListener("focusin", onFocus);
    element.addEventListener("keydown", onKey);
    return () => {
      drawn.disconnect();
      element.removeEventListener("focusin", onFocus);
      element.removeEventListener("keydown", onKey);
    };
  }, [body, wanted]);
}
