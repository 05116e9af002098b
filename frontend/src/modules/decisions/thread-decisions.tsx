import { Trans } from "@lingui/react/macro";
import type { DecisionCard as Decision } from "@/api/generated/types.gen";
import { CardList } from "@/ui/card";
import { Disclosure } from "@/ui/disclosure";
import { DecisionCard } from "./decision-card";
import { DecisionRow } from "./decision-row";

/** Decisions of a thread: open ones as cards, the others folded away. */
export function ThreadDecisions({ decisions }: { decisions: Decision[] }) {
  const open = decisions.filter(({ state }) => state === "open");
  const others = decisions.filter(({ state }) => state !== "open");
  return (
    <>
      {open.map((decision) => (
        <DecisionCard key={decision.id} decision={decision} />
      ))}
      {others.length > 0 && (
        <Disclosure
          label={<Trans>Рішення теми, ухвалені й у чернетках: {others.length}</Trans>}
          opened={false}
        >
          <CardList>
            {others.map((decision) => (
              <DecisionRow key={decision.id} decision={decision} />
            ))}
          </CardList>
        </Disclosure>
      )}
    </>
  );
}
