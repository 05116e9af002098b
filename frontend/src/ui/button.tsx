import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { AppLink, type AppLinkProps } from "./app-link";
import classes from "./button.module.css";

/** `call` is honey: at most one a screen, and only when this screen waits for this person. */
export type ButtonKind = "primary" | "call" | "quiet" | "ghost" | "danger";

interface Look {
  kind?: ButtonKind;
  /** Only an icon: the button then needs an `aria-label`. */
  icon?: boolean;
  wide?: boolean;
  className?: string;
}

function lookClass({ kind = "primary", icon = false, wide = false, className = "" }: Look): string {
  const names = [
    classes.root,
    kind === "primary" ? "" : classes[kind],
    icon ? classes.icon : "",
    wide ? classes.wide : "",
  ];
  return [...names, className].filter(Boolean).join(" ");
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Look {
  /** Something is being sent: the button stays in place, says so, and takes no second press. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  kind,
  icon,
  wide,
  className,
  busy,
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={lookClass({ kind, icon, wide, className })}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    />
  );
}

export function ButtonLink({ kind, icon, wide, className, ...rest }: AppLinkProps & Look) {
  return <AppLink className={lookClass({ kind, icon, wide, className })} {...rest} />;
}

interface ToolButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, in words: for the screen reader and as the hint of the pointer. */
  label: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** A bare icon with a finger-sized target. */
export function ToolButton({ label, className = "", type = "button", ...rest }: ToolButtonProps) {
  return (
    <button
      type={type}
      className={`${classes.tool} ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    />
  );
}
