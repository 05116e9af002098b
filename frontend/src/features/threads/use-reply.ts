import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MessageOut } from "@/api/generated/types.gen";
import { htmlToText } from "@/lib/html-to-text";
import type { Speaker } from "@/modules/mandates/use-voices";
import type { DraftContent, DraftContext } from "@/outbox/draft-sync";
import type { Draft } from "@/outbox/outbox-provider";
import { messageQuery, messagesQuery } from "@/queries/threads";
import type { Quoted } from "./composer-area";

interface Reply {
  answering: MessageOut | null;
  quoted: Quoted | null;
}

/** What a draft keeps of that. */
function asDrafted({ answering, quoted }: Reply): Pick<DraftContext, "reply_to" | "quote"> {
  const quote = answering && quoted && { text: quoted.chosen ? quoted.text : null, version: quoted.version };
  return { reply_to: answering?.id ?? null, quote };
}

/** What a draft that was begun before, here or at another device, answers and quotes. */
function useBegun(threadId: string, opened: DraftContent | null): Reply {
  const id = opened?.reply_to ?? null;
  const { data: window } = useQuery(messagesQuery(threadId));
  const near = window?.items.find((one) => one.id === id);
  const { data: far } = useQuery({
    ...messageQuery(threadId, id ?? ""),
    enabled: Boolean(id && window && !near),
  });
  const answering = (id && (near ?? far)) || null;
  const quote = opened?.quote;
  if (!answering || !quote) return { answering, quoted: null };
  const { text, version } = quote;
  return {
    answering,
    quoted: { text: text ?? htmlToText(answering.html), chosen: text !== null, version },
  };
}

/**
 * What the message that is being written answers and quotes: as was chosen here, else as it was begun. `drafted`
 * is the same by its place, which is known before the message that is answered has come.
 */
export function useReply(threadId: string, { said, opened, keeper }: Draft) {
  const begun = useBegun(threadId, opened);
  const [chosen, setChosen] = useState<(Reply & { over: DraftContent | null }) | null>(null);
  const isChosen = chosen?.over === opened;
  const answer = (message: MessageOut | null, words: Quoted | null = null) => {
    const reply = { answering: message, quoted: words };
    setChosen({ ...reply, over: opened });
    keeper.setContext(asDrafted(reply));
  };
  const { answering, quoted } = isChosen ? chosen : begun;
  const drafted = isChosen ? asDrafted(chosen) : { reply_to: said.reply_to, quote: said.quote };
  return { answering, quoted, drafted, answer };
}

/** For whom the message speaks: as was chosen here, else as it was begun. */
export function useDraftVoice(speaker: Speaker, { opened, keeper }: Draft): Speaker {
  const [chosenOver, setChosenOver] = useState<DraftContent | null>(null);
  const begun =
    opened && opened !== chosenOver
      ? speaker.voices.find((one) => one.mandateId === opened.mandate_id && one.onBehalf === opened.on_behalf)
      : undefined;
  return {
    ...speaker,
    voice: begun ?? speaker.voice,
    choose: (choice) => {
      setChosenOver(opened);
      speaker.choose(choice);
      const own = speaker.voices.find(({ key }) => key === choice.key);
      if (own) keeper.setContext({ on_behalf: own.onBehalf, mandate_id: own.mandateId });
    },
  };
}
