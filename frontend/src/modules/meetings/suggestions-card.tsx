import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { postMeetingAgenda } from "@/api/generated/sdk.gen";
import type { AgendaSuggestion } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { useEntityTitle } from "@/modules/entities/use-entity-title";
import { agendaSuggestionsQuery } from "@/queries/meetings";
import { Button } from "@/ui/button";
import { ListRow } from "@/ui/list-row";
import { type MeetingProps, useMeetingCommand } from "./use-meeting-command";
import { ITEM_KINDS } from "./words";

const keyOf = ({ question_id, decision_id, action_id, thread_id }: AgendaSuggestion) =>
  [question_id, decision_id, action_id, thread_id].join(" ");

/** What waits in the group and could stand on the agenda. */
export function SuggestionsCard({ meeting }: MeetingProps) {
  const mayPropose = meeting.allowed.includes("propose_item");
  const query = useQuery({ ...agendaSuggestionsQuery(meeting.id), enabled: mayPropose });
  if (!mayPropose) return null;
  return (
    <SectionCard title={<Trans>Що чекає</Trans>} query={query}>
      {(one) => <Suggestion key={keyOf(one)} meeting={meeting} one={one} />}
    </SectionCard>
  );
}

function Suggestion({ meeting, one }: MeetingProps & { one: AgendaSuggestion }) {
  const { t, i18n } = useLingui();
  const { localize, dates } = useLocale();
  const entityTitle = useEntityTitle();
  const { kind, title, number, due_on, thread_id, question_id, decision_id, action_id } = one;
  const name = entityTitle({ name: title, number });
  const command = useMeetingCommand(meeting, {
    run: (_, { idempotencyKey: headers }) =>
      unwrap(
        postMeetingAgenda({
          path: { meeting_id: meeting.id },
          body: { title: localize(title), kind, thread_id, question_id, decision_id, action_id },
          headers,
        }),
      ),
    success: t`Питання додано`,
    tellsErrors: true,
  });
  const day = due_on && dates.long(due_on);
  return (
    <ListRow
      title={name}
      meta={[i18n._(ITEM_KINDS[kind]), day && t`до ${day}`].filter(Boolean).join(DOT)}
      actions={
        <Button
          kind="quiet"
          busy={command.isPending}
          aria-label={t`Додати до порядку денного: ${name}`}
          onClick={() => command.mutate()}
        >
          <Trans>Додати</Trans>
        </Button>
      }
    />
  );
}
