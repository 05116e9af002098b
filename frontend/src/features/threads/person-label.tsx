import type { AcknowledgementOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";

/** «Юлія Ткаченко · Ліцей» */
export function PersonLabel({ person, organisation }: Pick<AcknowledgementOut, "person" | "organisation">) {
  const { localize: say } = useLocale();
  return (
    <span>
      {say(person.name)}
      {organisation && (
        <span className="v-t2">
          {DOT}
          {say(organisation.short_name)}
        </span>
      )}
    </span>
  );
}
