import { Menu } from "@mantine/core";
import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
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

/** A menu of which a page holds hundreds: until somebody opens it, nothing but its button is there. */
export function LateMenu({ button, children }: LateMenuProps) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Opened button={button}>{children}</Opened>;
  return cloneElement(button, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onClick: () => setWanted(true),
  });
}

function Opened({ button, children }: LateMenuProps) {
  const [opened, setOpened] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  // The button is a new one: with the focus on it before the menu opens, it comes back there afterwards.
  useLayoutEffect(() => {
    target.current?.focus({ preventScroll: true });
    setOpened(true);
  }, []);
  return (
    <Menu opened={opened} onChange={setOpened}>
      <Menu.Target>{cloneElement(button, { ref: target })}</Menu.Target>
      <Menu.Dropdown>{children()}</Menu.Dropdown>
    </Menu>
  );
}
