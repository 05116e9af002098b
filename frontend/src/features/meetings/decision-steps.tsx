import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postItemDecisionTransitions } from "@/api/generated/sdk.gen";
import type { AgendaItemOut, DecisionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { type MeetingProps, useMeetingCommand } from "@/modules/meetings/use-meeting-command";
import { invalidateDecision } from "@/queries/keys";
import { Button } from "@/ui/button";

interface Props extends MeetingProps {
  item: AgendaItemOut;
  decision: DecisionOut;
}

const WEEK = 7;

/** Open a decision at the current item, or count it; without a quorum nothing is counted. */
export function DecisionSteps({ meeting, item, decision }: Props) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const client = useQueryClient();
  // Who is absent answers until then, where the draft names no day.
  const closes_at = decision.closes_at ?? zonedMoment(dayAfter(dates.today(), WEEK), "18:00", dates.timeZone);
  const command = useMeetingCommand<"open" | "closed">(meeting, {
    version: decision.version,
    run: (to, { ifMatch, idempotencyKey }) =>
      unwrap(
        postItemDecisionTransitions({
          path: { meeting_id: meeting.id, item_id: item.id, decision_id: decision.id },
          body: to === "open" ? { to, closes_at } : { to },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    success: t`Записано`,
    onSuccess: () => invalidateDecision(client, decision.id),
    tellsErrors: true,
  });
  const isHere = meeting.allowed.includes("keep_floor") && item.id === meeting.current_item_id;
  const to = decision.allowed.includes("open")
    ? "open"
    : decision.allowed.includes("close")
      ? "closed"
      : null;
  if (!isHere || to === null) return null;
  return (
    <Button
      kind="quiet"
      busy={command.isPending}
      disabled={to === "closed" && !meeting.quorum.is_met}
      onClick={() => command.mutate(to)}
    >
      {to === "open" ? <Trans>Почати збирати відповіді</Trans> : <Trans>Закрити й порахувати</Trans>}
    </Button>
  );
}
