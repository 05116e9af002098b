import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconBulb,
  IconChecklist,
  IconGavel,
  IconMessage,
  IconMessages,
  IconPaperclip,
  IconReportSearch,
  IconRosetteDiscountCheck,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ActionOut, ChainStep as ChainStepOut } from "@/api/generated/types.gen";
import { chainQuery } from "@/data/actions";
import { Card } from "@/design/card";
import { Chain, ChainStep } from "@/design/chain";
import { useReader } from "@/lib/reader";
import { QueryGate } from "@/widgets/query-gate";

const ICONS: Record<ChainStepOut["kind"], typeof IconMessage> = {
  thread: IconMessages,
  message: IconMessage,
  decision: IconGavel,
  finding: IconReportSearch,
  recommendation: IconBulb,
  action: IconChecklist,
  evidence: IconPaperclip,
  verification: IconRosetteDiscountCheck,
};

/** From «why» downwards: what led to this item, and what it leads to. */
export function ChainCard({ action }: { action: ActionOut }) {
  const chain = useQuery(chainQuery(action.id));
  return (
    <Card padded title={<Trans>Чому ми це робимо</Trans>}>
      <QueryGate query={chain}>
        {(steps) => (
          <Chain>
            {steps.map((step) => (
              <Step key={`${step.kind} ${step.id ?? step.label.en}`} step={step} action={action} />
            ))}
          </Chain>
        )}
      </QueryGate>
    </Card>
  );
}

function markOf(step: ChainStepOut, action: ActionOut) {
  if (step.id === action.id) return "now";
  if (step.kind === "verification" && step.state === "verified") return "ok";
  if (step.kind === "verification" && action.waiting === "verify") return "you";
  const ahead = step.kind === "verification" || (step.kind === "evidence" && step.state === "missing");
  return ahead ? "pending" : undefined;
}

function Step({ step, action }: { step: ChainStepOut; action: ActionOut }) {
  const { t } = useLingui();
  const { say, dates } = useReader();
  const Icon = ICONS[step.kind];
  const mark = markOf(step, action);
  const day = step.at && mark !== "now" && dates.long(dates.day(step.at));
  return (
    <ChainStep
      icon={<Icon size={20} stroke={1.75} aria-hidden="true" />}
      label={day ? `${say(step.label)}, ${day}` : say(step.label)}
      title={step.title ? say(step.title) : t`Закрито для вас`}
      href={mark === "now" ? undefined : (step.url ?? undefined)}
      mark={mark}
    />
  );
}
