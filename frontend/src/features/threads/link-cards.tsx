import type { MessageDescriptor } from "@lingui/core";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useMemo } from "react";
import type { LinkCardOut, MessageOut } from "@/api/generated/types.gen";
import { internalLinks } from "@/lib/internal-links";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { type State, StatusPill } from "@/modules/actions/status";
import { ENTITIES } from "@/modules/entities/entities";
import { useEntityNumber } from "@/modules/entities/use-entity-number";
import { GROUP_STATES, THREAD_STATES } from "@/modules/groups/words";
import { LinkCard } from "@/modules/threads/link-card";
import { linkCardsQuery } from "@/queries/link-cards";
import { useTopic } from "@/realtime/realtime-provider";
import { Icon } from "@/ui/icon";

const NONE: LinkCardOut[] = [];
const Cards = createContext<LinkCardOut[]>(NONE);

interface LinkedThingsProps {
  messages: MessageOut[];
  children: ReactNode;
}

/** Asks once for all that the messages of a page link to, and hears what becomes of it. */
export function LinkedThings({ messages, children }: LinkedThingsProps) {
  const refs = useMemo(() => messages.flatMap(({ body }) => internalLinks(body)), [messages]);
  const { data: cards = NONE } = useQuery(linkCardsQuery(refs));
  const shown = refs.length > 0 ? cards : NONE;
  return (
    <Cards value={shown}>
      {[...new Set(shown.map(topicOf))].map((topic) => (
        <Hearing key={topic} topic={topic} />
      ))}
      {children}
    </Cards>
  );
}

/** A message is heard of where its thread is. */
function topicOf({ ref }: LinkCardOut): string {
  const [kind = "", id = ""] = ref.split(":");
  return `${kind === "message" ? "thread" : kind}:${id}`;
}

function Hearing({ topic }: { topic: string }) {
  useTopic(topic);
  return null;
}

/** Below a message: what it links to. A link to what its reader does not see stays a link. */
export function LinkCards({ body }: { body: string }) {
  const cards = use(Cards);
  const refs = cards.length > 0 ? internalLinks(body) : [];
  return refs.map((ref) => {
    const card = cards.find((one) => one.ref === ref);
    return card && <Card key={ref} card={card} />;
  });
}

function Card({ card }: { card: LinkCardOut }) {
  const { t, i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const numbered = useEntityNumber();
  const { icon, one } = ENTITIES[card.kind];
  const what = i18n._(one);
  const owner = card.owner && say(card.owner);
  const due = card.due_on && t`до ${dates.numeric(card.due_on)}`;
  return (
    <LinkCard
      href={givenPath(card.url)}
      icon={<Icon of={icon} size={16} />}
      what={card.number === null ? what : `${what} ${numbered(card.kind, card.number)}`}
      state={<CardState card={card} />}
      title={say(card.title)}
    >
      {owner && <span>{owner}</span>}
      {due && <span>{due}</span>}
    </LinkCard>
  );
}

/** Of a message of which nothing is read any more. */
const GONE: Record<string, ReactNode> = {
  deleted: <Trans>видалено</Trans>,
  hidden: <Trans>приховано</Trans>,
};

/** The state of what a card is of, in its own words. */
function CardState({ card: { kind, state } }: { card: LinkCardOut }) {
  const { i18n } = useLingui();
  if (kind === "action") return <StatusPill state={state as State} />;
  if (kind === "message") return GONE[state];
  const words: Record<string, MessageDescriptor> = kind === "thread" ? THREAD_STATES : GROUP_STATES;
  return words[state] && i18n._(words[state]);
}
