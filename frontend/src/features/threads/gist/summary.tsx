import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconGavel, IconHistory, IconPencil, IconTrash } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import type { SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { useFailureToast } from "@/kit/failure-toast";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { SafeHtml } from "@/modules/threads/safe-html";
import { Button, ToolButton } from "@/ui/button";
import { useThreadDialog } from "../active-dialog";
import { useJump } from "../use-jump";
import { pressedCitation, withLinks } from "./citing";
import classes from "./gist.module.css";
import { useSummaryEditing } from "./summary-editing";

interface SummaryProps {
  thread: ThreadOut;
  summary: SummaryOut;
}

/** What the talk comes to so far, who put it so, and how much was said since. */
export function Summary({ thread, summary }: SummaryProps) {
  if (!summary.body) {
    return (
      <p className="v-t2">
        <Trans>
          Підсумку ще немає. Напишіть коротко, до чого вже дійшли: він стоятиме тут, і його прочитає кожен,
          хто відкриє тему. На повідомлення посилайтеся їхнім номером: #12.
        </Trans>
      </p>
    );
  }
  return (
    <>
      <Cited thread={thread} summary={summary} />
      <p className={classes.about}>
        <About thread={thread} summary={summary} />
      </p>
    </>
  );
}

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** Who may write a summary takes it back, too; where the thread went on in another one, who may narrow that one. */
export function takesBack({ allowed, merged }: ThreadOut): boolean {
  return allowed.includes("sum_up") || (merged && allowed.includes("set_audience"));
}

export function SummaryActions({ thread, summary }: SummaryProps) {
  const { t } = useLingui();
  const desk = useSummaryEditing();
  const open = useThreadDialog();
  const leads = thread.allowed.includes("sum_up");
  if (!summary.body) {
    return (
      <Button kind="quiet" onClick={() => desk.begin("")}>
        <Trans>Написати підсумок</Trans>
      </Button>
    );
  }
  return (
    <>
      {summary.earlier > 0 && (
        <ToolButton label={t`Як було раніше`} onClick={() => open({ kind: "earlierSummaries", summary })}>
          <IconHistory {...ICON} />
        </ToolButton>
      )}
      {thread.allowed.includes("post") && (
        <ToolButton label={t`Запропонувати рішення`} onClick={() => open({ kind: "decision", summary })}>
          <IconGavel {...ICON} />
        </ToolButton>
      )}
      {leads && (
        <ToolButton label={t`Переписати`} onClick={() => desk.begin(summary.body)}>
          <IconPencil {...ICON} />
        </ToolButton>
      )}
      {takesBack(thread) && (
        <ToolButton label={t`Видалити…`} onClick={() => open({ kind: "withdrawSummary", summary })}>
          <IconTrash {...ICON} />
        </ToolButton>
      )}
    </>
  );
}

interface CitedProps {
  thread: ThreadOut;
  summary: Pick<SummaryOut, "html" | "cited">;
}

/** Each citation leads to its message, loaded first where it is not on the page. */
export function Cited({ thread, summary }: CitedProps) {
  const { t } = useLingui();
  const jump = useJump(thread.id);
  const failed = useFailureToast();
  const follow = (event: MouseEvent) => {
    const number = pressedCitation(event.target);
    // A new tab is opened by the link itself.
    if (number === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void jump(number).catch(failed);
  };
  const html = withLinks(summary.html, thread.id, summary.cited, {
    message: (number) => t`Повідомлення #${number}`,
    withdrawn: t`видалене повідомлення`,
    hidden: t`приховане повідомлення`,
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears the links inside
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link that has the focus is pressed by Enter
    <div className={classes.cited} onClick={follow}>
      <SafeHtml html={html} />
    </div>
  );
}

/** Who put it so and when, and how much was said since. */
function About({ thread, summary }: SummaryProps) {
  const { localize: say, dates } = useLocale();
  const { author, written_at } = summary;
  const since = thread.message_count - summary.through;
  const sinceWords = plural(since, {
    one: "# повідомлення після підсумку",
    few: "# повідомлення після підсумку",
    many: "# повідомлень після підсумку",
    other: "# повідомлення після підсумку",
  });
  return (
    <>
      {since > 0 && <b>{sinceWords}</b>}
      <span>
        {author && say(author.person.name)}
        {DOT}
        {written_at && <time dateTime={written_at}>{dates.full(written_at)}</time>}
      </span>
    </>
  );
}
