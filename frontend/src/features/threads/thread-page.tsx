import { Trans, useLingui } from "@lingui/react/macro";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { ActionOut, ThreadOut } from "@/api/generated/types.gen";
import { actionsQuery } from "@/data/actions";
import { messagesQuery, threadQuery } from "@/data/threads";
import { ToolButton } from "@/design/button";
import { BackBar } from "@/design/frame";
import { useTitle } from "@/design/page";
import { useOnline } from "@/lib/online";
import { useReader } from "@/lib/reader";
import { useVeryWide, useWide } from "@/lib/use-wide";
import { usePresence, useTopic } from "@/realtime/realtime-provider";
import { ConnectionBar } from "@/widgets/connection-bar";
import { EmergencyAlert } from "@/widgets/emergency-alert";
import { AccessLost, NoSuchPage, ToHome } from "@/widgets/no-access";
import { QueryGate } from "@/widgets/query-gate";
import { useSpeaker } from "@/widgets/use-voices";
import { About } from "./about";
import { AccessRequests } from "./asking/access-requests";
import { ClosedDoor, useClosedDoor } from "./asking/closed-door";
import { Conversation } from "./conversation";
import { Desk } from "./desk";
import { Discussed } from "./discussed";
import { Gist } from "./gist/gist";
import { GistDesk } from "./gist/gist-desk";
import { useLedOn, WentOn } from "./moving/went-on";
import { NextStep } from "./next-step";
import { AboutDialog } from "./on-demand";
import classes from "./thread.module.css";
import { ThreadHead } from "./thread-head";
import { ThreadList } from "./thread-list";
import { useOrder } from "./tree/use-order";

/** One question under discussion. */
export function ThreadPage() {
  const { threadId = "" } = useParams({ strict: false });
  const lost = useTopic(`thread:${threadId}`, { present: true });
  const thread = useQuery({ ...threadQuery(threadId), enabled: !lost });
  const closed = useClosedDoor(threadId, thread);
  if (lost) {
    return (
      <Alone>
        <AccessLost title={<Trans>Ви більше не маєте доступу до цієї теми</Trans>} />
      </Alone>
    );
  }
  if (closed) return <ClosedDoor threadId={threadId} />;
  if (!thread.data) {
    return (
      <Alone>
        <QueryGate
          query={thread}
          missing={<NoSuchPage />}
          onward={<ToHome />}
          loading={<Trans>Завантажуємо тему…</Trans>}
        >
          {() => null}
        </QueryGate>
      </Alone>
    );
  }
  // Each thread is a page of its own: nothing of the one before stays, neither text nor place.
  return <ThreadView key={threadId} thread={thread.data} />;
}

function Alone({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className={classes.gone}>
      {children}
    </main>
  );
}

/** The same each time: who is given them is drawn anew only when there are some. */
const NO_ACTIONS: ActionOut[] = [];

function ThreadView({ thread }: { thread: ThreadOut }) {
  const { say } = useReader();
  const wide = useWide();
  const veryWide = useVeryWide();
  const [aboutOpened, setAboutOpened] = useState(false);
  const { message: wanted } = useSearch({ strict: false });
  const messages = useQuery(messagesQuery(thread.id, wanted));
  useLedOn(thread, messages.data, wanted);
  const { data: actions = NO_ACTIONS } = useQuery(actionsQuery({ thread: thread.id }));
  const speaker = useSpeaker(thread.group.id);
  useTopic(`group:${thread.group.id}`);
  useTitle(say(thread.title));
  const [order, turn] = useOrder();
  const openAbout = veryWide ? undefined : () => setAboutOpened(true);
  return (
    <div className={classes.grid}>
      {wide && <ThreadList thread={thread} />}
      <main id="main" tabIndex={-1} className={classes.main}>
        <Bars thread={thread} onAbout={wide ? undefined : openAbout} />
        <ThreadHead
          thread={thread}
          actionCount={actions.length}
          onAbout={wide ? openAbout : undefined}
          order={order}
          onTurn={turn}
        />
        <NextStep thread={thread} />
        <WentOn thread={thread} />
        <AccessRequests thread={thread} />
        <Discussed threadId={thread.id} />
        <GistDesk thread={thread}>
          <Gist thread={thread} />
          <Desk thread={thread} actions={actions} speaker={speaker}>
            <QueryGate query={messages} loading={<Trans>Завантажуємо повідомлення…</Trans>}>
              {(window) => (
                <Conversation
                  thread={thread}
                  window={window}
                  wanted={wanted}
                  speaker={speaker}
                  order={order}
                />
              )}
            </QueryGate>
          </Desk>
        </GistDesk>
      </main>
      {veryWide && (
        <aside className={classes.side}>
          <About thread={thread} actions={actions} />
        </aside>
      )}
      {openAbout && aboutOpened && (
        <AboutDialog onClose={() => setAboutOpened(false)}>
          <About thread={thread} actions={actions} />
        </AboutDialog>
      )}
    </div>
  );
}

function Bars({ thread, onAbout }: { thread: ThreadOut; onAbout?: () => void }) {
  const { t } = useLingui();
  const { say } = useReader();
  const wide = useWide();
  const online = useOnline();
  const here = usePresence(`thread:${thread.id}`).length;
  const group = say(thread.group.name);
  return (
    <div className={classes.bars}>
      {!wide && (
        <BackBar
          href={`/groups/${thread.group.id}/threads`}
          label={t`Назад до тем`}
          title={say(thread.title)}
          note={online && here > 0 ? t`${group} · тут ${here}` : group}
        >
          {onAbout && (
            <ToolButton label={t`Про тему`} onClick={onAbout}>
              <IconInfoCircle size={24} stroke={1.75} aria-hidden="true" />
            </ToolButton>
          )}
        </BackBar>
      )}
      {thread.visibility === "restricted" && <EmergencyAlert thing={{ kind: "thread", id: thread.id }} />}
      <ConnectionBar />
    </div>
  );
}
