import { Trans, useLingui } from "@lingui/react/macro";
import { IconChecklist, IconMessage, IconMessages, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useMemo } from "react";
import type { GroupOut, LinkCardOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { internalLinks } from "@/lib/internal-links";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";
import { type State, StatusPill } from "@/modules/actions/status";
import { GROUP_STATES, THREAD_STATES } from "@/modules/groups/words";
import { LinkCard } from "@/modules/threads/link-card";
import { linkCardsQuery } from "@/queries/link-cards";
import { useTopic } from "@/realtime/realtime-provider";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;
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
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const numbered = useItemNumber();
  const words = useWords(card);
  const owner = card.owner && say(card.owner);
  const due = card.due_on && t`до ${dates.numeric(card.due_on)}`;
  return (
    <LinkCard
      href={card.url}
      icon={words.icon}
      what={card.number === null ? words.what : `${words.what} ${numbered(card.number)}`}
      state={words.state}
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

/** What a card is of, and the state of that. */
function useWords({ kind, state }: LinkCardOut): { icon: ReactNode; what: string; state: ReactNode } {
  const { t, i18n } = useLingui();
  switch (kind) {
    case "action":
      return {
        icon: <IconChecklist {...ICON} />,
        what: t({ message: "Доручення", context: "one" }),
        state: <StatusPill state={state as State} />,
      };
    case "message":
      return {
        icon: <IconMessage {...ICON} />,
        what: t({ message: "Повідомлення", context: "one" }),
        state: GONE[state],
      };
    case "thread":
      return {
        icon: <IconMessages {...ICON} />,
        what: t`Тема`,
        state: i18n._(THREAD_STATES[state as ThreadOut["state"]]),
      };
    case "group":
      return {
        icon: <IconUsersGroup {...ICON} />,
        what: t`Група`,
        state: i18n._(GROUP_STATES[state as GroupOut["state"]]),
      };
  }
}
