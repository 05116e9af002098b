import { Menu, type MenuProps } from "@mantine/core";
import { type ReactNode, type Ref, type RefObject, useImperativeHandle, useLayoutEffect } from "react";
import type { MenuPlace } from "./lazy-menu";

interface OpenMenuProps extends MenuPlace {
  position?: MenuProps["position"];
  children: ReactNode;
}

/** The open menu of a `LazyMenu`: loaded together with its items when it is first opened. */
export function OpenMenu({ id, button, opened, onChange, position, children }: OpenMenuProps) {
  return (
    <Menu id={id} opened={opened} onChange={onChange} position={position}>
      <Menu.Target>
        <ButtonPlace of={button} onReady={() => onChange(true)} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

interface ButtonPlaceProps {
  of: RefObject<HTMLButtonElement | null>;
  ref?: Ref<HTMLButtonElement>;
  onReady: () => void;
}

/** Stands for the button where the menu asks beside what it opens. */
function ButtonPlace({ of, ref, onReady }: ButtonPlaceProps) {
  useImperativeHandle(ref, () => of.current as HTMLButtonElement, [of]);
  // It opens after it is mounted, so that it knows where the focus was.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is there; who opens it later presses the button
  useLayoutEffect(onReady, []);
  return null;
}
