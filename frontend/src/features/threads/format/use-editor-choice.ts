import { useMediaQuery } from "@mantine/hooks";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { isPlain } from "@/lib/markdown/write-field";
import type RichField from "../rich/rich-field";

/** Where there is room and a real keyboard. */
const ROOMY = "(min-width: 64em) and (hover: hover) and (pointer: fine)";

type Field = typeof RichField;

/** For the whole page, once it has come. */
let loaded: Field | null = null;

async function load(): Promise<Field | null> {
  // An old page may ask for a file that a new release has no more, or have no line: it goes on with marks.
  loaded ??= await import("../rich/rich-field").then((module) => module.default).catch(() => null);
  return loaded;
}

const hasFocus = (field: HTMLElement | null) => field !== null && field === document.activeElement;

/** Focus the plain field once it is there, with the caret behind what is written. */
function focusPlain(input: RefObject<HTMLElement | null>): void {
  setTimeout(() => {
    const field = input.current;
    field?.focus();
    if (isPlain(field)) field.setSelectionRange(field.value.length, field.value.length);
  });
}

/**
 * Choose between the rich editor and the plain field, by what the device is.
 *
 * The rich editor is loaded when the composer appears. Until it is there, or where it cannot be loaded, the plain
 * field serves. They are never swapped while the field has the focus or holds what was typed in it: keys pressed
 * during the swap would reach neither, and a button would move away under the pointer.
 */
export function useEditorChoice(input: RefObject<HTMLElement | null>, body: string) {
  const wanted = useMediaQuery(ROOMY, false, { getInitialValueInEffect: false }) ?? false;
  const [shown, setShown] = useState<Field | null>(() => loaded);
  const [unfit, setUnfit] = useState(false);
  const typed = useRef(false);
  const isEmpty = body.trim() === "";

  const settle = () => {
    if (hasFocus(input.current)) return;
    if (isEmpty) {
      typed.current = false;
      setUnfit(false);
    }
    if (!typed.current) setShown(() => loaded);
  };
  const latest = useRef(settle);
  useLayoutEffect(() => {
    latest.current = settle;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a field that was emptied may be swapped
  useLayoutEffect(() => latest.current(), [isEmpty]);
  useEffect(() => {
    // Swap in one step with looking where the focus is.
    if (wanted) void load().then(() => flushSync(() => latest.current()));
  }, [wanted]);

  return {
    Rich: wanted && !unfit ? shown : null,
    /** Whether the text has what the rich editor cannot show. */
    unfit: wanted && unfit,
    onUnfit: (focused: boolean) => {
      setUnfit(true);
      if (focused) focusPlain(input);
    },
    field: {
      onFocus: () => {
        if (wanted && !unfit) void load();
      },
    },
    onInput: () => {
      typed.current = true;
    },
    onBlur: () => latest.current(),
  };
}
