import { useLingui } from "@lingui/react/macro";
import type { PersonRef } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";

/** Whom a mandate names to stand in. */
export function UsualDeputy({ deputy }: { deputy: PersonRef }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(deputy.name);
  return <>{t`Постійний заступник: ${name}`}</>;
}
