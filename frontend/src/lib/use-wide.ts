import { useMediaQuery } from "@mantine/hooks";

/** Wide screens have the rail; from 1240 px there is room for the context beside the content. */
export function useWide(): boolean {
  return useMediaQuery("(min-width: 64em)", true, { getInitialValueInEffect: false }) ?? true;
}

export function useVeryWide(): boolean {
  return useMediaQuery("(min-width: 77.5em)", true, { getInitialValueInEffect: false }) ?? true;
}
