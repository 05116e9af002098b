import type { MessageDescriptor } from "@lingui/core";
import type { ReactNode } from "react";

/** What a person may do that changes the state of something. Which are open is said by `allowed` alone. */
export interface Transition {
  /** As the server calls it in `allowed`. */
  name: string;
  label: MessageDescriptor;
  /** Beside its words in a menu. */
  icon?: ReactNode;
  /** It takes something away, and looks like it. */
  danger?: boolean;
  /** What it means: the first line of its dialog. */
  lead?: MessageDescriptor;
  /** The button of its dialog that leaves things as they are, where “cancel” would be two things at once. */
  keep?: MessageDescriptor;
  /** Words that go with it. Without `missing` they may be left out. */
  reason?: { label: MessageDescriptor; description?: MessageDescriptor; missing?: MessageDescriptor };
  /** What is said when it is done. */
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
