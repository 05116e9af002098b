import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useStableCallbacks } from "./use-stable-callbacks";

it("keeps its functions, which do what the latest would", () => {
  const { result, rerender } = renderHook(({ word }) => useStableCallbacks({ say: () => word }), {
    initialProps: { word: "раз" },
  });
  const first = result.current;
  expect(first.say()).toBe("раз");
  rerender({ word: "два" });
  expect(result.current).toBe(first);
  expect(first.say()).toBe("два");
});
