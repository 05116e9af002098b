import { Trans, useLingui } from "@lingui/react/macro";
import { IconMessages } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { postActionItemDiscussion } from "@/api/generated/sdk.gen";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { Count } from "@/modules/actions/status";
import { invalidateAction, keys } from "@/queries/keys";
import { threadQuery } from "@/queries/threads";
import { useTopic } from "@/realtime/realtime-provider";
import { Button, ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";

/** Where the item is talked about: a thread of its own, with readers of its own. */
export function DiscussionCard({ action }: { action: ActionPageOut }) {
  const { discussion } = action;
  if (!discussion && !action.allowed.includes("discuss")) return null;
  return (
    <Card title={<Trans>Обговорення</Trans>} padded>
      {discussion ? (
        <Opened {...discussion} isOpen={action.audience === "group"} />
      ) : (
        <Begin action={action} />
      )}
    </Card>
  );
}

type OpenedProps = NonNullable<ActionPageOut["discussion"]> & { isOpen: boolean };

function Opened({ thread_id, unread, isOpen }: OpenedProps) {
  if (thread_id === null) {
    return (
      <p className="v-small v-t2">
        <Trans>Доручення обговорюють у темі з обмеженим доступом.</Trans>
      </p>
    );
  }
  return (
    <ButtonLink kind="quiet" href={`/threads/${thread_id}`}>
      <Icon of={IconMessages} />
      <Trans>Відкрити обговорення</Trans>
      {/* Whoever hears a restricted thread is written down as its reader: here, only its page does. */}
      {isOpen ? <LiveUnread threadId={thread_id} loaded={unread} /> : <Unread value={unread} />}
    </ButtonLink>
  );
}

/** As the thread itself counts it, with every message that comes. */
function LiveUnread({ threadId, loaded }: { threadId: string; loaded: number | null }) {
  useTopic(`thread:${threadId}`);
  const { data: thread } = useQuery(threadQuery(threadId));
  return <Unread value={thread ? thread.reading.unread : loaded} />;
}

function Unread({ value }: { value: number | null }) {
  const { t } = useLingui();
  if (!value) return null;
  return <Count value={value} label={t`непрочитаних повідомлень`} />;
}

function Begin({ action }: { action: ActionPageOut }) {
  const router = useRouter();
  const begin = useCommand({
    run: () => unwrap(postActionItemDiscussion({ path: { action_id: action.id } })),
    onSuccess: (opened, _input, client) => {
      client.setQueryData(keys.action(action.id), opened);
      void client.invalidateQueries({ queryKey: keys.threadsOfGroup(action.group.id) });
      const threadId = opened.discussion?.thread_id;
      if (threadId) void router.navigate({ href: `/threads/${threadId}` });
    },
    invalidates: (client) => invalidateAction(client, action.id),
    tellsErrors: true,
  });
  return (
    <div className={classes.begin}>
      <p className="v-small v-t2">
        {action.audience === "group" ? (
          <Trans>Запитання й зауваження пишіть в окремій темі: її побачить уся група.</Trans>
        ) : (
          <Trans>
            Запитання й зауваження пишіть в окремій темі: її побачать ті самі учасники, що й першу.
          </Trans>
        )}
      </p>
      <Button kind="quiet" busy={begin.isPending} onClick={() => begin.mutate()}>
        <Icon of={IconMessages} />
        <Trans>Почати обговорення</Trans>
      </Button>
    </div>
  );
}
