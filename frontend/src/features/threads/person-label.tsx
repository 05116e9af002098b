import type { AcknowledgementOut } from "@/api/generated/types.gen";
import { useReader } from "@/lib/locale";
import { DOT } from "@/lib/text";

/** «Юлія Ткаченко · Ліцей» */
export function Somebody({ person, organisation }: Pick<AcknowledgementOut, "person" | "organisation">) {
  const { say } = useReader();
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
