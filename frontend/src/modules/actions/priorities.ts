import { useLingui } from "@lingui/react/macro";
import type { ActionOut } from "@/api/generated/types.gen";

/** How pressing an action item can be, for a choice. */
export function usePriorities(): { value: ActionOut["priority"]; label: string }[] {
  const { t } = useLingui();
  return [
    { value: "low", label: t`Неважливо` },
    { value: "normal", label: t`Звичайно` },
    { value: "high", label: t`Важливо` },
    { value: "urgent", label: t`Терміново` },
  ];
}
