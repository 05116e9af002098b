import { useMediaQuery } from "@mantine/hooks";

/** Wide screens have the rail; from 1240 px there is room for the context beside the content. */
export function useWide(): boolean {
  return useMediaQuery("(min-width: 1024px)", true, { getInitialValueInEffect: false }) ?? true;
}

/** There is also the height for what only helps. */
export function useRoomy(): boolean {
  const query = "(min-width: 1024px) and (min-height: 860px)";
  return useMediaQuery(query, true, { getInitialValueInEffect: false }) ?? true;
}

export function useVeryWide(): boolean {
  return useMediaQuery("(min-width: 1240px)", true, { getInitialValueInEffect: false }) ?? true;
}
