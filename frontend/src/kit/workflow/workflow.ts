import type { MessageDescriptor } from "@lingui/core";
import type { ReactNode } from "react";

/** A step that changes the state of a resource. Only `allowed` of the API says whether it is open. */
export interface Transition {
  /** Its name in `allowed`. */
  name: string;
  label: MessageDescriptor;
  /** What its button shows where the resource stands beside it; the label is its accessible name. */
  short?: MessageDescriptor;
  /** Beside its label in a menu. */
  icon?: ReactNode;
  /** It is destructive, and looks like it. */
  danger?: boolean;
  /** What it means: the first line of its dialog. */
  lead?: MessageDescriptor;
  /** The label of the cancel button, where “cancel” would be ambiguous. */
  keep?: MessageDescriptor;
  /** A text that goes with it; optional without `missing`, which is the error where it is empty. */
  reason?: {
    label: MessageDescriptor;
    description?: MessageDescriptor;
    missing?: MessageDescriptor;
    maxLength?: number;
  };
  /** The message when it is done. */
  success?: MessageDescriptor;
}

/**
 * Define the transitions of a resource, in the order in which they are offered.
 *
 * `Allowed` is the enum of `allowed` in the API: by default it holds the names of the transitions alone.
 */
export function workflow<T extends Transition & { name: Allowed }, Allowed extends string = T["name"]>(
  transitions: T[],
) {
  return {
    transitions,
    /** Return those that are open to the reader. */
    openTo: (allowed: readonly Allowed[]): T[] => transitions.filter(({ name }) => allowed.includes(name)),
    /** Return the one of this name. */
    get: (name: T["name"]): T => {
      const found = transitions.find((one) => one.name === name);
      if (!found) throw new Error(`No transition is called ${name}`);
      return found;
    },
  };
}
