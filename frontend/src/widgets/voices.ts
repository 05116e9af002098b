import type { Voice } from "@/api/generated/types.gen";
import type { VoiceView } from "@/design/message-view";
import type { Bilingual } from "@/lib/text";

/** How somebody who spoke is shown. */
export function voiceView(voice: Voice, say: (text: Bilingual) => string): VoiceView {
  const { person, organisation, on_behalf } = voice;
  return {
    name: say(person.name),
    sector: organisation?.sector ?? null,
    onBehalfOf: on_behalf && organisation ? say(organisation.on_behalf) : null,
  };
}
