import type { DecisionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";

/** Return what an option is called; nothing for an id that is none of these. */
export function useOptionName(options: DecisionOut["options"]): (id: string) => string {
  const { localize } = useLocale();
  return (id) => {
    const option = options.find((one) => one.id === id);
    return option ? localize(option.label) : "";
  };
}
