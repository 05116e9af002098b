import { Menu } from "@mantine/core";
import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
  type Ref,
  type RefObject,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

type ButtonProps = ComponentProps<"button">;

interface LateMenuProps {
  /** What opens it. */
  button: ReactElement<ButtonProps>;
  /** What it offers, asked for when somebody opens it. */
  children: () => ReactNode;
}

/**
 * A menu of which a page holds hundreds: until somebody opens it, nothing but its button is there. The button is the
 * same one all the time, so that the focus and a screen reader keep their place.
 */
export function LateMenu({ button, children }: LateMenuProps) {
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
        onClick: press,
      })}
      {opened !== null && (
        <Menu id={id} opened={opened} onChange={setOpened}>
          <Menu.Target>
            <Place of={place} onReady={() => setOpened(true)} />
          </Menu.Target>
          <Menu.Dropdown>{children()}</Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

interface PlaceProps {
  of: RefObject<HTMLButtonElement | null>;
  ref?: Ref<HTMLButtonElement>;
  onReady: () => void;
}

/** Stands for the button where the menu asks beside what it opens. */
function Place({ of, ref, onReady }: PlaceProps) {
  useImperativeHandle(ref, () => of.current as HTMLButtonElement, [of]);
  // Once there, it opens: so it knows from where the focus came.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is there; who opens it later presses the button
  useLayoutEffect(onReady, []);
  return null;
}
