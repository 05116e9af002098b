import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ActionOut, ThreadOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { AccessLost } from "@/modules/access/no-access";
import { useSpeakingAs } from "@/modules/mandates/use-voices";
import { DayHeadingContext } from "@/modules/threads/message-view";
import { actionsQuery } from "@/queries/actions";
import { messagesQuery, threadQuery } from "@/queries/threads";
import { useTopic } from "@/realtime/realtime-provider";
import { ThreadDialogs } from "./active-dialog";
import { Conversation } from "./conversation";
import { SummaryEditing } from "./gist/summary-editing";
import classes from "./thread.module.css";
import { ThreadWorkspace } from "./thread-workspace";

/** A thread embedded in the page of its subject: its messages in a scrolling frame, and the composer. */
export function ThreadInPlace({ threadId }: { threadId: string }) {
  const lost = useTopic(`thread:${threadId}`, { present: true });
  const thread = useQuery({ ...threadQuery(threadId), enabled: !lost });
  if (lost) return <AccessLost title={<Trans>Ви більше не маєте доступу до цієї теми</Trans>} />;
  return (
    <QueryBoundary query={thread} loading={<Trans>Завантажуємо тему…</Trans>}>
      {(data) => (
        <ThreadDialogs key={data.id} thread={data}>
          <Messages thread={data} />
        </ThreadDialogs>
      )}
    </QueryBoundary>
  );
}

/** A constant, so that messages are not rendered again. */
const NO_ACTIONS: ActionOut[] = [];

function Messages({ thread }: { thread: ThreadOut }) {
  const messages = useQuery(messagesQuery(thread.id));
  const { data: actions = NO_ACTIONS } = useQuery(actionsQuery({ thread: thread.id }));
  const speaker = useSpeakingAs(thread.group.id);
  useTopic(`group:${thread.group.id}`);
  return (
    <div className={classes.inPlace}>
      <SummaryEditing thread={thread}>
        <ThreadWorkspace thread={thread} actions={actions} speaker={speaker}>
          <DayHeadingContext value="h3">
            <QueryBoundary query={messages} loading={<Trans>Завантажуємо повідомлення…</Trans>}>
              {(window) => (
                <Conversation thread={thread} window={window} wanted={undefined} speaker={speaker} />
              )}
            </QueryBoundary>
          </DayHeadingContext>
        </ThreadWorkspace>
      </SummaryEditing>
    </div>
  );
}
