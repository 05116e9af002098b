import { Fragment, useMemo } from "react";
import type { CatchUpOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { Answers } from "../answers";
import { Day, UnreadDivider } from "../dividers";
import { MessageItem } from "../message-item";
import { MergeDivider, SeamEnd, useSeamEnds } from "../moving/merged-banner";
import type { UnreadLine as Line } from "../use-unread-line";
import { type Branch, containsUnread, growTree } from "./grow-tree";
import classes from "./tree.module.css";

interface TreeProps {
  messages: MessageOut[];
  thread: ThreadOut;
  line: Line | null;
  told: CatchUpOut | undefined;
}

/** What was said, by what it answers. What is new bears a mark, since it may stand anywhere. */
export function Tree({ messages, thread, line, told }: TreeProps) {
  const { dates } = useLocale();
  const branches = useMemo(() => growTree(messages), [messages]);
  const from = line?.from ?? null;
  const first = branches.find((one) => containsUnread(one, from));
  const days = branches.map(({ message }) => dates.day(message.posted_at));
  const ends = useSeamEnds(thread);
  /** What is said after it may answer what stands above: then the next one is the first below it. */
  const endsAbove = (at: number) => {
    const number = branches[at]?.message.number ?? 0;
    const before = branches[at - 1]?.message.number ?? number;
    return ends.some((end) => before < end && end <= number) && !thread.taken_in.includes(number);
  };
  return branches.map((branch, at) => (
    <Fragment key={branch.message.id}>
      {branch === first && line && <UnreadDivider line={line} told={told} />}
      {thread.taken_in?.includes(branch.message.number) && (
        <MergeDivider threadId={thread.id} first={branch.message.number} />
      )}
      {endsAbove(at) && <SeamEnd threadId={thread.id} at={branch.message.number} />}
      {days[at] !== days[at - 1] && <Day day={days[at] ?? ""} />}
      <BranchView branch={branch} from={from} />
    </Fragment>
  ));
}

function BranchView({ branch, from }: { branch: Branch; from: number | null }) {
  const { message, answers, parent, childrenOf: twigs } = branch;
  const isNew = from !== null && message.number >= from;
  return (
    <div className={classes.branch}>
      {answers !== undefined && <Answers message={message} parent={answers} />}
      <MessageItem message={message} reply={parent !== null} place={{ parent, isNew }} />
      {twigs.length > 0 && (
        <div className={classes.twigs}>
          {twigs.map((twig) => (
            <BranchView key={twig.message.id} branch={twig} from={from} />
          ))}
        </div>
      )}
    </div>
  );
}
