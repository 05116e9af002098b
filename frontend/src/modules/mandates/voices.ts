import { useLingui } from "@lingui/react/macro";
import type { Voice } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import type { Bilingual } from "@/lib/text";
import type { VoiceView } from "@/modules/threads/message-view";

/** How somebody who spoke is shown. */
export function authorView(voice: Voice, say: (text: Bilingual) => string): VoiceView {
  const { person, organisation, on_behalf, acting_for } = voice;
  return {
    name: say(person.name),
    sector: organisation?.sector ?? null,
    onBehalfOf: on_behalf && organisation ? say(organisation.on_behalf) : null,
    actingFor: acting_for && say(acting_for.name),
  };
}

/** «Оксана Мельничук, поліція, заступає: Олег Бондар»: who it was, in one line. */
export function useSpokenBy(): (voice: Voice) => string {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  return ({ person, organisation, acting_for }) => {
    const holder = acting_for && say(acting_for.name);
    const words = [say(person.name), organisation && say(organisation.short_name)];
    return [...words, holder && t`заступає: ${holder}`].filter(Boolean).join(", ");
  };
}
