import { Trans } from "@lingui/react/macro";
import { IconMessages } from "@tabler/icons-react";
import { CatchBoundary } from "@tanstack/react-router";
import { Suspense, useEffect, useRef, useState } from "react";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { rootRoute } from "@/kit/routes";
import { useNearView } from "@/lib/use-near-view";
import { threadPath } from "@/modules/entities/paths";
import { NewMessages } from "@/modules/threads/new-messages";
import { AppLink } from "@/ui/app-link";
import { Button, ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { LoadingState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";
import { FirstComment } from "./first-comment";

/** The discussion of the item: a thread with its own readers, opened by the first comment. */
export function DiscussionCard({ action }: { action: ActionPageOut }) {
  const { discussion } = action;
  const [begun, setBegun] = useState(false);
  const [writing, setWriting] = useState(false);
  if (!discussion && !action.allowed.includes("discuss")) return null;
  const address = discussion?.thread_id && threadPath(discussion.thread_id);
  return (
    <Card
      title={<Trans>Обговорення</Trans>}
      padded
      aside={
        address && (
          <AppLink className="v-reach" href={address}>
            <Trans>Відкрити окремо</Trans>
          </AppLink>
        )
      }
    >
      {discussion && (begun || !writing) ? (
        <Opened {...discussion} isOpen={action.audience === "group"} begun={begun} />
      ) : (
        <FirstComment action={action} onWriting={setWriting} onBegun={() => setBegun(true)} />
      )}
    </Card>
  );
}

type OpenedProps = NonNullable<ActionPageOut["discussion"]> & {
  isOpen: boolean;
  /** The reader has just opened the thread: it takes the focus. */
  begun: boolean;
};

function Opened({ thread_id, unread, isOpen, begun }: OpenedProps) {
  const [wanted, setWanted] = useState(false);
  if (thread_id === null) {
    return (
      <p className="v-small v-t2">
        <Trans>Доручення обговорюють у темі з обмеженим доступом.</Trans>
      </p>
    );
  }
  if (isOpen || begun || wanted) return <ThreadInPlace threadId={thread_id} takesFocus={begun || wanted} />;
  // Following a restricted thread is recorded as reading it, so it waits for a press.
  return (
    <Button kind="quiet" onClick={() => setWanted(true)}>
      <Icon of={IconMessages} />
      <Trans>Показати обговорення</Trans>
      {unread ? <NewMessages value={unread} /> : null}
    </Button>
  );
}

interface ThreadInPlaceProps {
  threadId: string;
  /** The control that had the focus was replaced by the thread. */
  takesFocus: boolean;
}

function ThreadInPlace({ threadId, takesFocus }: ThreadInPlaceProps) {
  const [place, isNear] = useNearView<HTMLDivElement>();
  const focus = useRef(takesFocus);
  useEffect(() => {
    if (focus.current) place.current?.focus({ preventScroll: true });
  }, [place]);
  return (
    <div ref={place} tabIndex={-1} className={classes.discussion}>
      {(isNear || takesFocus) && <LateThread threadId={threadId} />}
    </div>
  );
}

/** The thread is part of another feature and comes from the router; offline its code may fail to load. */
function LateThread({ threadId }: { threadId: string }) {
  const { threadInPlace: Thread } = rootRoute.useRouteContext();
  const link = () => (
    <ButtonLink kind="quiet" href={threadPath(threadId)}>
      <Icon of={IconMessages} />
      <Trans>Відкрити обговорення</Trans>
    </ButtonLink>
  );
  return (
    <CatchBoundary getResetKey={() => threadId} errorComponent={link}>
      <Suspense
        fallback={
          <LoadingState>
            <Trans>Завантажуємо обговорення…</Trans>
          </LoadingState>
        }
      >
        <Thread threadId={threadId} />
      </Suspense>
    </CatchBoundary>
  );
}
