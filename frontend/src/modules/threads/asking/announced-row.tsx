import { Trans } from "@lingui/react/macro";
import { IconLock } from "@tabler/icons-react";
import type { AnnouncedThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { AskingRow } from "@/modules/asking/asking-row";
import { MetaItem } from "@/ui/meta-item";
import { useThreadAsking } from "./use-thread-asking";

/** Who leads a restricted thread, what became of the reader's request, and the button by which they ask. */
export function AnnouncedRow({ card, titled = true }: { card: AnnouncedThreadOut; titled?: boolean }) {
  const { localize: say } = useLocale();
  const title = say(card.title);
  const { facilitator, request } = card;
  const leader =
    facilitator &&
    [facilitator.person.name, facilitator.organisation?.short_name].flatMap((one) => (one ? say(one) : []));
  const names = leader?.join(", ");
  return (
    <AskingRow
      title={title}
      asking={useThreadAsking(card.id, request?.id)}
      request={request}
      mayAsk={card.allowed.includes("ask_for_access")}
      mayTakeBack={request?.allowed.includes("withdraw") === true}
    >
      {titled && <div>{title}</div>}
      <p className="v-meta">
        <MetaItem icon={IconLock}>
          <Trans>не для всієї групи</Trans>
        </MetaItem>
        {names && (
          <span>
            <Trans>Веде: {names}</Trans>
          </span>
        )}
      </p>
    </AskingRow>
  );
}
