import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useId,
  useRef,
  useState,
} from "react";

type ButtonProps = ComponentProps<"button">;

/** What the open menu is told: it is an `OpenMenu`, loaded on demand. */
export interface MenuPlace {
  id: string;
  button: RefObject<HTMLButtonElement | null>;
  opened: boolean;
  onChange: (opened: boolean) => void;
  onClose: () => void;
}

interface LazyMenuProps {
  /** What opens it. */
  button: ReactElement<ButtonProps>;
  /** Asks for the file of the menu when the pointer or the focus comes to the button. */
  preload?: () => void;
  /** The menu itself, asked for when somebody opens it. */
  children: (place: MenuPlace) => ReactNode;
}

/**
 * A menu of which a page holds hundreds: until somebody opens it, nothing but its button is there. The button is the
 * same one all the time, so that the focus and a screen reader keep their place.
 */
export function LazyMenu({ button, preload, children }: LazyMenuProps) {
  const id = useId();
  const place = useRef<HTMLButtonElement>(null);
  // Null until somebody wants it.
  const [opened, setOpened] = useState<boolean | null>(null);
  const press = () => {
    // Not every browser gives it the focus by itself, and it comes back there afterwards.
    place.current?.focus({ preventScroll: true });
    setOpened(opened === null ? false : !opened);
  };
  return (
    <>
      {cloneElement(button, {
        ref: place,
        id,
        "aria-haspopup": "menu",
        "aria-expanded": Boolean(opened),
        "aria-controls": opened ? `${id}-dropdown` : undefined,
        onPointerEnter: preload,
        onFocus: preload,
        onClick: press,
      })}
      {opened !== null &&
        children({ id, button: place, opened, onChange: setOpened, onClose: () => setOpened(null) })}
    </>
  );
}
