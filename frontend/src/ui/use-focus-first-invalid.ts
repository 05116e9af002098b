import { useEffect, useRef, useState } from "react";

/** For a form: after an attempt the first field that needs a repair gets the focus, if nobody has gone on since. */
export function useFocusFirstInvalid() {
  const form = useRef<HTMLFormElement>(null);
  const waiting = useRef(false);
  const [, setAttempts] = useState(0);
  // A refusal comes some time after the attempt: every drawing until then is a reason to look.
  useEffect(() => {
    const field = waiting.current && form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (!field) return;
    waiting.current = false;
    field.focus();
  });
  return {
    ref: form,
    onSubmitCapture: () => {
      waiting.current = true;
      setAttempts((before) => before + 1);
    },
    onInput: () => {
      waiting.current = false;
    },
  };
}
