import type { Icon as Glyph } from "@tabler/icons-react";

interface IconProps {
  of: Glyph;
  /** 20 beside words of a button, 16 in a line of small facts, 24 where it stands for a thing. */
  size?: 16 | 18 | 20 | 24 | 32;
  className?: string;
}

/** Draw an icon beside words that say the same: always with one stroke, and never read out. */
export function Icon({ of: Glyph, size = 20, className }: IconProps) {
  return <Glyph size={size} stroke={1.75} className={className} aria-hidden="true" />;
}
