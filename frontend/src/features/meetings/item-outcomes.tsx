import { Trans, useLingui } from "@lingui/react/macro";
import { IconChecklist, IconGavel } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { postItemDecisions } from "@/api/generated/sdk.gen";
import type { ActionOut, AgendaItemOut, DecisionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useDialog } from "@/kit/use-dialog";
import classes from "@/modules/meetings/meetings.module.css";
import { type MeetingProps, useMeetingCommand } from "@/modules/meetings/use-meeting-command";
import { useOutgoingRecords } from "@/outbox/outbox-provider";
import { groupQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { onDemand } from "@/ui/on-demand";

const ProposeDialog = onDemand(
  async () => (await import("@/modules/decisions/propose-dialog")).ProposeDialog,
);
const CreateActionDialog = onDemand(
  async () => (await import("@/modules/actions/create-action-dialog")).CreateActionDialog,
);

interface ItemProps extends MeetingProps {
  item: AgendaItemOut;
}

/** What comes of the current item on the spot: a decision, which stands there at once, and an action item. */
export function ItemOutcomes({ meeting, item }: ItemProps) {
  if (item.is_hidden) return null;
  return (
    <div className={classes.outcomes}>
      {meeting.allowed.includes("order_agenda") && <DecisionButton meeting={meeting} item={item} />}
      {meeting.allowed.includes("write_note") && <ActionButton meeting={meeting} item={item} />}
    </div>
  );
}

/** Where the words come from: what is typed stays with the item at which it was begun, whatever is current. */
const originOf = ({ group }: ItemProps["meeting"], { thread_id, is_restricted }: AgendaItemOut) => ({
  groupId: group.id,
  restricted: is_restricted,
  ...(thread_id ? { threadId: thread_id } : {}),
});

function DecisionButton({ meeting, item }: ItemProps) {
  const { t } = useLingui();
  const proposing = useDialog<AgendaItemOut>();
  const command = useMeetingCommand<{ item: AgendaItemOut; decision: DecisionOut }>(meeting, {
    run: ({ item: at, decision }) =>
      unwrap(
        postItemDecisions({
          path: { meeting_id: meeting.id, item_id: at.id },
          body: { decision_id: decision.id },
        }),
      ),
    success: t`Рішення додано до цього питання`,
    tellsErrors: true,
  });
  return (
    <>
      <Button kind="ghost" onPointerEnter={ProposeDialog.preload} onClick={() => proposing.open(item)}>
        <Icon of={IconGavel} />
        <Trans>Поставити на рішення…</Trans>
      </Button>
      {proposing.render((at, close) => (
        <ProposeDialog
          origin={originOf(meeting, at)}
          onMade={(decision) => command.mutate({ item: at, decision })}
          onClose={close}
        />
      ))}
    </>
  );
}

/** The action item is written into the record with its owner and day, as the minutes take it over. */
function ActionButton({ meeting, item }: ItemProps) {
  const { outbox } = useOutgoingRecords(meeting.id);
  const { data: group } = useQuery(groupQuery(meeting.group.id));
  const making = useDialog<AgendaItemOut>();
  if (!outbox || !group?.allowed.includes("make")) return null;
  const write = (at: AgendaItemOut, action: ActionOut) => {
    const note = { item_id: at.id, kind: "action" as const, text: describeAction(action) };
    void outbox.enter({ meeting_id: meeting.id, group_id: meeting.group.id, note });
  };
  return (
    <>
      <Button kind="ghost" onPointerEnter={CreateActionDialog.preload} onClick={() => making.open(item)}>
        <Icon of={IconChecklist} />
        <Trans>Доручити…</Trans>
      </Button>
      {making.render((at, close) => (
        <CreateActionDialog
          origin={originOf(meeting, at)}
          onMade={(action) => write(at, action)}
          onClose={close}
        />
      ))}
    </>
  );
}

/** Return an action item in Ukrainian, in which minutes are kept, whatever language the page has. */
function describeAction({ number, title, owner, due_on }: ActionOut): string {
  const due = due_on.split("-").toReversed().join(".");
  return `Доручення № ${number}: ${title.uk}. Виконує ${owner.name.uk}, до ${due}`;
}
