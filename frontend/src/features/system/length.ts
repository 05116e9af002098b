import type { Language } from "@/lib/language";

const STEPS = [
  ["second", 1],
  ["minute", 60],
  ["hour", 3_600],
  ["day", 86_400],
] as const;

/** A length of time in its largest whole unit: «5 хвилин», “5 minutes”. */
export function length(seconds: number, language: Language): string {
  const [unit, size] = STEPS.findLast(([, size]) => seconds >= size) ?? STEPS[0];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(
    Math.floor(seconds / size),
  );
}
