import type { Icon as Glyph } from "@tabler/icons-react";

interface IconProps {
  of: Glyph;
  /** 20 beside words of a button, 16 in a line of small facts, 24 where it stands for a thing. */
  size?: 16 | 18 | 20 | 24 | 32;
  className?: string;
  /** What it says where no words beside it do. */
  label?: string;
}

/** Draw an icon with the one stroke of all: read out only where it stands for words. */
export function Icon({ of: Glyph, size = 20, className, label }: IconProps) {
  const named = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return <Glyph size={size} stroke={1.75} className={className} {...named} />;
}
