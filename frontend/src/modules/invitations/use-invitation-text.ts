import { useLingui } from "@lingui/react/macro";
import type { PersonalOfferOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { OFFICES } from "@/modules/registers/words";

type Thing = Pick<PersonalOfferOut, "organisation" | "territory" | "office" | "thing" | "access">;

/** What is offered to one person, in a few words. */
export function useInvitationText(): (offered: Thing) => string {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  return ({ organisation, territory, office, thing, access }) => {
    if (organisation) {
      const name = say(organisation.name);
      return t`Призначати представників: ${name}`;
    }
    if (territory && office) {
      const name = say(territory.name);
      const role = i18n._(OFFICES[office]);
      return t`${role}: ${name}`;
    }
    if (thing === "thread")
      return access === "read" ? t`Читати одну тему як гість` : t`Читати одну тему й писати в ній як гість`;
    return access === "read" ? t`Бачити одне доручення як гість` : t`Працювати над одним дорученням як гість`;
  };
}
