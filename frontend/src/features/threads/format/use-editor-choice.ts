import { useLingui } from "@lingui/react/macro";
import { useMediaQuery } from "@mantine/hooks";
import { type RefObject, useEffect, useRef, useState } from "react";
import { toast } from "@/design/toast";
import type RichField from "../rich/rich-field";
import { isPlain } from "./write";

const KEY = "viche-editor";

/** Where there is room and a real keyboard. */
const ROOMY = "(min-width: 1024px) and (hover: hover) and (pointer: fine)";

type Field = typeof RichField;

/** For the whole page, once it has come. */
let loaded: Field | null = null;

async function load(): Promise<Field | null> {
  // An old page may ask for a file that a new release has no more, or have no line: it goes on with marks.
  loaded ??= await import("../rich/rich-field").then((module) => module.default).catch(() => null);
  return loaded;
}

/** What is typed at the end of a field goes on at the end of another one; in the middle nothing moves. */
function isAtRest(field: HTMLElement | null): boolean {
  if (!isPlain(field) || field !== document.activeElement) return true;
  return field.selectionStart === field.value.length;
}

/**
 * Where formats are shown at once, or written as marks: as was chosen at this device, else by what it is. The program
 * for the former comes when somebody begins to write, and until it is there, or where it cannot be had, one writes
 * in the other.
 */
export function useEditorChoice(input: RefObject<HTMLElement | null>, body: string) {
  const { t } = useLingui();
  const roomy = useMediaQuery(ROOMY, false, { getInitialValueInEffect: false }) ?? false;
  const [chosen, setChosen] = useState(() => localStorage.getItem(KEY));
  const [shown, setShown] = useState<Field | null>(() => loaded);
  const [unfit, setUnfit] = useState(false);
  const [takesFocus, takeFocus] = useState(false);
  const composing = useRef(false);
  const wanted = (chosen ?? (roomy ? "rich" : "plain")) === "rich";
  const isEmpty = body.trim() === "";
  if (unfit && isEmpty) {
    setUnfit(false);
    // Whoever emptied the field, or sent what was in it, writes on in the other one.
    takeFocus(input.current !== null && input.current === document.activeElement);
  }

  /** In its place, unless somebody is in the middle of a word. */
  const settle = () => {
    if (!loaded || shown || composing.current || !isAtRest(input.current)) return;
    const hasFocus = input.current !== null && input.current === document.activeElement;
    // Also where it was asked for by a press of the button, which has the focus itself.
    takeFocus((asked) => asked || hasFocus);
    setShown(() => loaded);
  };
  const latest = useRef(settle);
  useEffect(() => {
    latest.current = settle;
  });
  const begin = async () => {
    const field = await load();
    latest.current();
    return field;
  };

  /** The caret stands behind what is written. */
  const focusPlain = () =>
    setTimeout(() => {
      const field = input.current;
      field?.focus();
      if (isPlain(field)) field.setSelectionRange(field.value.length, field.value.length);
    });
  const turn = async () => {
    const next = wanted && shown && !unfit ? "plain" : "rich";
    localStorage.setItem(KEY, next);
    setChosen(next);
    setUnfit(false);
    if (next === "plain") focusPlain();
    else {
      const field = await load();
      latest.current();
      takeFocus(true);
      if (!field)
        toast(t`Редактор з оформленням не завантажився. Пишіть у розмітці Markdown.`, { kind: "failed" });
    }
  };
  return {
    Rich: wanted && !unfit ? shown : null,
    takesFocus,
    turn: () => void turn(),
    /** What is written says more than can be shown there. */
    unfit: wanted && unfit,
    onUnfit: (focused: boolean) => {
      setUnfit(true);
      if (focused) focusPlain();
    },
    field: {
      onFocus: () => {
        if (wanted && !unfit) void begin();
      },
      onCompositionStart: () => {
        composing.current = true;
      },
      onCompositionEnd: () => {
        composing.current = false;
        latest.current();
      },
    },
    onBlur: () => latest.current(),
  };
}
