import { Trans, useLingui } from "@lingui/react/macro";
import { IconInfoCircle } from "@tabler/icons-react";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, Suspense, useDeferredValue, useState } from "react";
import type { ActionOut, ThreadOut } from "@/api/generated/types.gen";
import { lazyCards } from "@/kit/lazy-cards";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { useVeryWide, useWide } from "@/lib/use-wide";
import { EmergencyAlert } from "@/modules/access/emergency-alert";
import { AccessLost, NoSuchPage, ToHome } from "@/modules/access/no-access";
import { OpenDecisions } from "@/modules/decisions/open-decisions";
import { groupPath } from "@/modules/entities/paths";
import { BackBar } from "@/modules/layout/app-layout";
import { ConnectionBar } from "@/modules/layout/connection-bar";
import { type Speaker, useSpeakingAs } from "@/modules/mandates/use-voices";
import { actionsQuery } from "@/queries/actions";
import type { MessageWindow } from "@/queries/message-pages";
import { messagesQuery, threadQuery } from "@/queries/threads";
import { usePresence, useTopic } from "@/realtime/realtime-provider";
import { ToolButton } from "@/ui/button";
import { useTitle } from "@/ui/page";
import { ThreadDialogs } from "./active-dialog";
import { useRestrictedThread } from "./asking/use-restricted-thread";
import { Conversation } from "./conversation";
import { DiscussedActionBanner } from "./discussed-action-banner";
import { Gist } from "./gist/gist";
import { SummaryEditing } from "./gist/summary-editing";
import { MergedBanner, useRedirectToMerged } from "./moving/merged-banner";
import { NextStep } from "./next-step";
import { AboutDialog } from "./on-demand";
import classes from "./thread.module.css";
import { ThreadDetails } from "./thread-details";
import { ThreadHead } from "./thread-head";
import { ThreadList } from "./thread-list";
import { ThreadWorkspace } from "./thread-workspace";

/** For who leads a restricted thread that others know of. */
const AccessRequests = lazyCards(
  "threads",
  async () => (await import("./asking/access-requests")).AccessRequests,
);

/** For who does not read the thread: those who do, never load it. */
const RestrictedThreadPage = lazyCards(
  "threads",
  async () => (await import("@/modules/threads/asking/restricted-thread-page")).RestrictedThreadPage,
);

/** One question under discussion. */
export function ThreadPage() {
  const { threadId = "" } = useParams({ strict: false });
  const lost = useTopic(`thread:${threadId}`, { present: true });
  const thread = useQuery({ ...threadQuery(threadId), enabled: !lost });
  const closed = useRestrictedThread(threadId, thread);
  if (lost) {
    return (
      <Alone>
        <AccessLost title={<Trans>Ви більше не маєте доступу до цієї теми</Trans>} />
      </Alone>
    );
  }
  if (closed) {
    return (
      <Suspense>
        <RestrictedThreadPage threadId={threadId} />
      </Suspense>
    );
  }
  if (!thread.data) {
    return (
      <Alone>
        <QueryBoundary
          query={thread}
          missing={<NoSuchPage />}
          onward={<ToHome />}
          loading={<Trans>Завантажуємо тему…</Trans>}
        >
          {() => null}
        </QueryBoundary>
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
  const { localize: say } = useLocale();
  const wide = useWide();
  const veryWide = useVeryWide();
  const [aboutOpened, setAboutOpened] = useState(false);
  const { message: wanted } = useSearch({ strict: false });
  const messages = useQuery(messagesQuery(thread.id, wanted));
  useRedirectToMerged(thread, messages.data, wanted);
  const { data: actions = NO_ACTIONS } = useQuery(actionsQuery({ thread: thread.id }));
  const speaker = useSpeakingAs(thread.group.id);
  useTopic(`group:${thread.group.id}`);
  useTitle(say(thread.title));
  // What was said comes after its head, rendered in slices: on a slow phone the page answers to touch meanwhile.
  const headShown = useDeferredValue(true, false);
  const openAbout = veryWide ? undefined : () => setAboutOpened(true);
  return (
    <ThreadDialogs thread={thread}>
      <div className={classes.grid}>
        {wide && <ThreadList thread={thread} />}
        <main id="main" tabIndex={-1} className={classes.main}>
          <Bars thread={thread} onAbout={wide ? undefined : openAbout} />
          <ThreadHead thread={thread} actionCount={actions.length} onAbout={wide ? openAbout : undefined} />
          <NextStep thread={thread} />
          <MergedBanner thread={thread} />
          {thread.announced && thread.allowed.includes("set_audience") && (
            <Suspense>
              <AccessRequests thread={thread} />
            </Suspense>
          )}
          <DiscussedActionBanner threadId={thread.id} />
          <OpenDecisions threadId={thread.id} />
          {headShown && <Discussion {...{ thread, actions, messages, wanted, speaker }} />}
        </main>
        {veryWide && (
          <aside className={classes.side}>
            <ThreadDetails thread={thread} actions={actions} />
          </aside>
        )}
        {openAbout && aboutOpened && (
          <AboutDialog onClose={() => setAboutOpened(false)}>
            <ThreadDetails thread={thread} actions={actions} />
          </AboutDialog>
        )}
      </div>
    </ThreadDialogs>
  );
}

interface DiscussionProps {
  thread: ThreadOut;
  actions: ActionOut[];
  messages: UseQueryResult<MessageWindow>;
  wanted: number | undefined;
  speaker: Speaker;
}

/** What the talk comes to, what was said, and where one writes. */
function Discussion({ thread, actions, messages, wanted, speaker }: DiscussionProps) {
  return (
    <SummaryEditing thread={thread}>
      <Gist thread={thread} />
      <ThreadWorkspace thread={thread} actions={actions} speaker={speaker}>
        <QueryBoundary query={messages} loading={<Trans>Завантажуємо повідомлення…</Trans>}>
          {(window) => <Conversation thread={thread} window={window} wanted={wanted} speaker={speaker} />}
        </QueryBoundary>
      </ThreadWorkspace>
    </SummaryEditing>
  );
}

function Bars({ thread, onAbout }: { thread: ThreadOut; onAbout?: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const wide = useWide();
  const online = useOnline();
  const here = usePresence(`thread:${thread.id}`).length;
  const group = say(thread.group.name);
  return (
    <div className={classes.bars}>
      {!wide && (
        <BackBar
          href={groupPath(thread.group.id, "threads")}
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
