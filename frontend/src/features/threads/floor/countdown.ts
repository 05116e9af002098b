import { useEffect, useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";

/** When the reader may speak next; null: now. What an earlier release kept in the browser has no pace. */
export function speaksNextAt({ slow_seconds = 0, spoke_at, allowed }: ThreadOut): number | null {
  if (!slow_seconds || !spoke_at || allowed.includes("keep_floor")) return null;
  return Date.parse(spoke_at) + slow_seconds * 1000;
}

const TICK_MS = 1000;

/** Seconds until a moment, counted down while it is ahead; 0 once it has passed. */
export function useSecondsUntil(moment: number | null): number {
  const left = () => (moment === null ? 0 : Math.max(0, Math.ceil((moment - Date.now()) / TICK_MS)));
  const [seconds, setSeconds] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `left` says the moment anew each time
  useEffect(() => {
    setSeconds(left());
    if (left() === 0) return;
    const timer = setInterval(() => {
      setSeconds(left());
      if (left() === 0) clearInterval(timer);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [moment]);
  return seconds;
}

const LONGEST_TIMER_MS = 86_400_000; // browsers fire at once what is further away than 24 days

/** Whether a moment has passed; whoever asks is told once, as it passes. */
export function useHasPassed(moment: number | null): boolean {
  const [passed, setPassed] = useState(() => moment !== null && moment <= Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const left = moment === null ? null : moment - Date.now();
      setPassed(left !== null && left <= 0);
      if (left !== null && left > 0) timer = setTimeout(look, Math.min(left, LONGEST_TIMER_MS));
    };
    look();
    return () => clearTimeout(timer);
  }, [moment]);
  return passed;
}

/** `4:32` */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
