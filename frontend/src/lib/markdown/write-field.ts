import type { Field } from "./formatting";

/** Whether a text is written there with its marks. */
export function isPlain(field: HTMLElement | null): field is HTMLTextAreaElement {
  return field instanceof HTMLTextAreaElement;
}

export function fieldOf({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Field {
  return { text: value, start: selectionStart, end: selectionEnd };
}

/** Writes into the field as if it were typed, so that the browser’s own undo takes it back in one step. */
export function write(input: HTMLTextAreaElement, { text, start, end }: Field): void {
  const old = input.value;
  input.focus();
  if (old !== text) {
    const most = Math.min(old.length, text.length);
    let from = 0;
    while (from < most && old[from] === text[from]) from += 1;
    let tail = 0;
    while (tail < most - from && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
    replace(input, from, old.length - tail, text.slice(from, text.length - tail));
  }
  input.setSelectionRange(start, end);
}

function replace(input: HTMLTextAreaElement, from: number, to: number, put: string): void {
  input.setSelectionRange(from, to);
  // It is out of date, and the only way that keeps undo.
  const done = put ? document.execCommand?.("insertText", false, put) : document.execCommand?.("delete");
  if (done) return;
  input.setRangeText(put, from, to, "end");
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
