import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MandateOut, Me } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import type { Bilingual } from "@/lib/text";
import type { VoiceView } from "@/modules/threads/message-view";
import type { VoiceChoice } from "@/modules/threads/voice-words";
import type { OutgoingMessage } from "@/outbox/items";
import { mandatesQuery, meQuery } from "@/queries/me";

export interface OwnVoice extends VoiceChoice {
  mandateId: string | null;
  onBehalf: boolean;
  position: string | null;
}

export interface Speaker {
  me: Me | null;
  voices: OwnVoice[];
  voice: OwnVoice;
  choose: (choice: VoiceChoice) => void;
  voiceOf: (letter: OutgoingMessage) => VoiceView;
  /** The reader's seat in this group only watches. */
  observes: boolean;
}

const PERSONALLY: OwnVoice = {
  key: "personally",
  sector: null,
  onBehalfOf: null,
  actingFor: null,
  mandateId: null,
  onBehalf: false,
  position: null,
};

/** How a mandate lets one speak: for its organisation first, personally second. */
function voicesOf(mandates: MandateOut[], say: (text: Bilingual) => string): OwnVoice[] {
  return mandates.flatMap(({ id, organisation, acting, person, position }) => {
    const actingFor = acting ? say(person.name) : null;
    const own = { mandateId: id, sector: organisation.sector, actingFor, position: say(position) };
    return [
      { ...own, key: `${id} on behalf`, onBehalfOf: say(organisation.on_behalf), onBehalf: true },
      { ...own, key: `${id} personally`, onBehalfOf: null, onBehalf: false },
    ];
  });
}

/** Where something is done, and for which organisation where it is asked of one. */
export interface Place {
  groupId: string;
  organisationId?: string | null | undefined;
}

/** Through which mandates one may do something there: those of the organisation of which it is asked, if any. */
function mandatesAt(mandates: MandateOut[], { groupId, organisationId }: Place): MandateOut[] {
  const speaking = mandates.filter(({ roles }) =>
    roles.some((seat) => seat.group.id === groupId && seat.role !== "observer"),
  );
  const asked = speaking.filter(({ organisation }) => organisation.id === organisationId);
  return asked.length > 0 ? asked : speaking;
}

/** The seats from which the reader may speak in a group, each with what follows «від імені». */
export function useMySeats(place: Place): OwnVoice[] {
  const { localize: say } = useLocale();
  const { data: mandates = [] } = useQuery(mandatesQuery);
  return voicesOf(mandatesAt(mandates, place), say).filter((one) => one.onBehalf);
}

/** Whether the reader has to say for whom they do something somewhere. */
export function useMustChooseSeat(): (place: Place) => boolean {
  const { data: mandates = [] } = useQuery(mandatesQuery);
  return (place) => mandatesAt(mandates, place).length > 1;
}

/** In whose name the reader can speak in a group. A guest without a seat speaks personally. */
export function useSpeakingAs(groupId: string): Speaker {
  const { localize: say } = useLocale();
  const { data: me = null } = useQuery(meQuery);
  const { data: mandates = [] } = useQuery(mandatesQuery);
  const [chosen, setChosen] = useState<string | null>(null);

  const seatIn = ({ roles }: MandateOut) => roles.find((seat) => seat.group.id === groupId);
  const seated = mandates.filter(seatIn);
  const speaking = seated.filter((mandate) => seatIn(mandate)?.role !== "observer");
  const voices = voicesOf(speaking, say);
  const offered = voices.length > 0 ? voices : [PERSONALLY];
  const voice = offered.find((one) => one.key === chosen) ?? offered[0] ?? PERSONALLY;
  const voiceOf = (letter: OutgoingMessage): VoiceView => {
    const own = voices.find(
      (one) => one.mandateId === letter.mandate_id && one.onBehalf === letter.on_behalf,
    );
    const { sector, onBehalfOf, actingFor } = own ?? PERSONALLY;
    return { name: me ? say(me.name) : "", sector, onBehalfOf, actingFor };
  };
  return {
    me,
    voices: offered,
    voice,
    choose: (choice) => setChosen(choice.key),
    voiceOf,
    observes: seated.length > 0 && speaking.length === 0,
  };
}
