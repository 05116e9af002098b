import type { Icon as Glyph } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Icon } from "./icon";

/** One of the small facts in a `v-meta` line, with its icon. */
export function MetaItem({ icon, children }: { icon: Glyph; children: ReactNode }) {
  return (
    <span>
      <Icon of={icon} size={16} />
      {children}
    </span>
  );
}
