import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconBulb,
  IconChecklist,
  IconClipboardSearch,
  IconGavel,
  IconLock,
  IconMessage,
  IconMessages,
  IconPaperclip,
  IconRosetteDiscountCheck,
  IconStack2,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ActionOut, ChainStep as StepOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { Chain, ChainStep } from "@/modules/actions/chain";
import { chainQuery } from "@/queries/actions";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";

const ICONS = {
  thread: IconMessages,
  message: IconMessage,
  decision: IconGavel,
  finding: IconClipboardSearch,
  dossier: IconStack2,
  recommendation: IconBulb,
  action: IconChecklist,
  group: IconUsersGroup,
  evidence: IconPaperclip,
  verification: IconRosetteDiscountCheck,
} as const;

/** From the first cause to the verification. */
export function ChainCard({ action }: { action: ActionOut }) {
  const chain = useQuery(chainQuery(action.id));
  return (
    <Card padded title={<Trans>Чому ми це робимо</Trans>}>
      <QueryBoundary query={chain} loading={<Trans>Завантажуємо ланцюжок…</Trans>}>
        {(steps) => (
          <Chain>
            {steps.map((step, place) => (
              <StepView key={`${step.kind} ${step.id ?? place}`} step={step} action={action} />
            ))}
          </Chain>
        )}
      </QueryBoundary>
    </Card>
  );
}

function markOf(step: StepOut, action: ActionOut): "now" | "you" | "ok" | "pending" | undefined {
  switch (step.kind) {
    case "action":
      return step.id === action.id ? "now" : undefined;
    case "evidence":
      return step.state === "present" ? undefined : "pending";
    case "verification":
      if (step.state === "verified") return "ok";
      return action.waiting === "verify" ? "you" : "pending";
    default:
      return undefined;
  }
}

function StepView({ step, action }: { step: StepOut; action: ActionOut }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const restricted = step.title === null;
  const Glyph = restricted ? IconLock : ICONS[step.kind];
  const mark = markOf(step, action);
  const day = step.at && step.kind !== "evidence" ? dates.long(dates.day(step.at)) : null;
  const label = say(step.label);
  return (
    <ChainStep
      icon={<Icon of={Glyph} />}
      label={day ? `${label}, ${day}` : label}
      title={step.title ? say(step.title) : t`Доступ обмежено`}
      note={restricted && t`Це бачать не всі, тому назви тут немає`}
      href={mark === "now" || restricted || !step.url ? undefined : givenPath(step.url)}
      mark={mark}
    />
  );
}
