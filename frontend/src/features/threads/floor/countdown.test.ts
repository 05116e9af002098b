import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useHasPassed } from "./countdown";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("a moment is told as it passes, and not each second before", () => {
  let renders = 0;
  const moment = Date.now() + 60_000;
  const { result } = renderHook(() => {
    renders += 1;
    return useHasPassed(moment);
  });
  const before = renders;
  act(() => void vi.advanceTimersByTime(59_000));
  expect([result.current, renders]).toEqual([false, before]);
  act(() => void vi.advanceTimersByTime(1_000));
  expect(result.current).toBe(true);
});

it("a moment further away than a timer counts has not passed", () => {
  const moment = Date.now() + 31 * 86_400_000;
  const { result } = renderHook(() => useHasPassed(moment));
  act(() => void vi.advanceTimersByTime(30 * 86_400_000));
  expect(result.current).toBe(false);
  act(() => void vi.advanceTimersByTime(86_400_000));
  expect(result.current).toBe(true);
});
