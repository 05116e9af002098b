import { type ReactNode, useState } from "react";

/** Which dialog stands on the page, and about what: `edit.open(row)`, `{edit.render((row, close) => <Edit … />)}`. */
export function useDialog<T = void>() {
  const [shown, setShown] = useState<{ of: T } | null>(null);
  const close = () => setShown(null);
  return {
    open: (of: T) => setShown({ of }),
    close,
    render: (draw: (of: T, close: () => void) => ReactNode): ReactNode => shown && draw(shown.of, close),
  };
}
