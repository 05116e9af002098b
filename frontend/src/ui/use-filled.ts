import { createContext, type RefObject, use, useCallback, useEffect, useRef } from "react";

/** Passwords, codes and searches are no work that somebody would miss. */
const FIELDS =
  "input:not([type=password], [type=search], [autocomplete=one-time-code]), textarea, select, " +
  "[contenteditable=true], [aria-pressed]";
/** What comes before a change: a field that appeared meanwhile is looked at by then. */
const BEFORE_A_CHANGE = ["keydown", "pointerdown", "beforeinput"];

/** Whether a form was filled in before it was put away for a question and shown again. */
export const FilledBefore = createContext(false);

function heldBy(field: Element): string {
  if (field instanceof HTMLInputElement) {
    if (field.type === "checkbox" || field.type === "radio") return String(field.checked);
    if (field.type === "file") return String(field.files?.length ?? 0);
    return field.value;
  }
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) return field.value;
  return field.getAttribute("aria-pressed") ?? field.textContent ?? "";
}

/**
 * Return a function that tells whether somebody has changed a field of a form. What a field holds before the
 * first change counts as its beginning, so what loads late is no change. A field that was changed and folded
 * away counts, too.
 */
export function useFilled(form: RefObject<HTMLFormElement | null>, opened: boolean): () => boolean {
  const before = use(FilledBefore);
  const fields = useRef(new Map<Element, { first: string; last: string }>());
  const look = useCallback(() => {
    for (const field of form.current?.querySelectorAll(FIELDS) ?? []) {
      const value = heldBy(field);
      fields.current.set(field, { first: fields.current.get(field)?.first ?? value, last: value });
    }
  }, [form]);
  useEffect(() => {
    if (!opened) return;
    const lookWithin = ({ target }: Event) => {
      if (target instanceof Node && form.current?.contains(target)) look();
    };
    for (const kind of BEFORE_A_CHANGE) document.addEventListener(kind, lookWithin, true);
    return () => {
      for (const kind of BEFORE_A_CHANGE) document.removeEventListener(kind, lookWithin, true);
      fields.current.clear();
    };
  }, [form, look, opened]);
  return useCallback(() => {
    if (fields.current.size > 0) look();
    return before || [...fields.current.values()].some(({ first, last }) => first !== last);
  }, [before, look]);
}
