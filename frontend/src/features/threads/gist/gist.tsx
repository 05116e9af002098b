import { useLingui } from "@lingui/react/macro";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import type { GistOut, SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { useWide } from "@/lib/use-wide";
import { gistQuery } from "@/queries/gist";
import { SummaryEditor } from "../on-demand";
import classes from "./gist.module.css";
import { QuestionActions, Questions } from "./questions";
import { StatementActions, Statements } from "./statements";
import { Summary, SummaryActions, takesBack } from "./summary";
import { type GistDeskState, useSummaryEditing } from "./summary-editing";

/** What the talk comes to, at the head of the thread. Who only reads is shown nothing where there is nothing. */
export function Gist({ thread }: { thread: ThreadOut }) {
  const { data: gist } = useQuery(gistQuery(thread.id));
  return gist ? <Sections thread={thread} gist={gist} /> : null;
}

interface SectionsProps {
  thread: ThreadOut;
  gist: GistOut;
}

interface Section {
  name: string;
  label: string;
  count?: number;
  content: ReactNode;
  actions?: ReactNode;
}

const KEY = "viche-gist";

/** Which of them is open, as the reader left it at this device; none until they open one. */
function useOpened(): [string | null, (name: string | null) => void] {
  const [name, setName] = useState(() => localStorage.getItem(KEY));
  const open = (wanted: string | null) => {
    if (wanted) localStorage.setItem(KEY, wanted);
    else localStorage.removeItem(KEY);
    setName(wanted);
  };
  return [name, open];
}

/** Buttons in a row, one of them open at most. */
function Sections({ thread, gist }: SectionsProps) {
  const { t } = useLingui();
  const id = useId();
  const wide = useWide();
  const { text } = useSummaryEditing();
  const [opened, setOpened] = useOpened();
  const sections = useSections({ thread, gist });
  if (sections.length === 0) return null;
  const isWriting = text !== null;
  // What is being written is not folded away, and stays as it is while another section is read.
  const name = opened ?? (isWriting ? "summary" : null);
  const open = sections.find((one) => one.name === name);
  const kept = sections.filter((one) => one === open || (isWriting && one.name === "summary"));
  return (
    <section className={classes.gist} aria-label={t`Суть розмови`}>
      <div className={classes.strip}>
        {sections.map((one) => (
          <button
            key={one.name}
            type="button"
            aria-expanded={one === open}
            aria-controls={`${id}-${one.name}`}
            onClick={() => setOpened(one === open ? null : one.name)}
          >
            {one.label}
            {one.count ? <span className={classes.count}>{one.count}</span> : null}
            <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
          </button>
        ))}
        {open?.actions && <div className={classes.actions}>{open.actions}</div>}
      </div>
      {kept.map((one) => (
        // A long text is scrolled by the keyboard, too; a phone scrolls the page.
        <section
          key={one.name}
          id={`${id}-${one.name}`}
          className={classes.content}
          aria-label={one.label}
          hidden={one !== open}
          tabIndex={wide ? 0 : undefined}
        >
          {one.content}
        </section>
      ))}
    </section>
  );
}

function summaryOf(thread: ThreadOut, summary: SummaryOut, { text, end }: GistDeskState) {
  if (text !== null) {
    const content = <SummaryEditor thread={thread} summary={summary} text={text} onClose={end} />;
    return { content };
  }
  const acts = takesBack(thread) || summary.earlier > 0;
  return {
    content: <Summary thread={thread} summary={summary} />,
    actions: acts && <SummaryActions thread={thread} summary={summary} />,
  };
}

function useSections({ thread, gist }: SectionsProps): Section[] {
  const { t } = useLingui();
  const desk = useSummaryEditing();
  const leads = thread.allowed.includes("sum_up");
  const sections: Section[] = [];
  if (gist.summary.body || leads) {
    sections.push({ name: "summary", label: t`Підсумок`, ...summaryOf(thread, gist.summary, desk) });
  }
  const asks = leads || thread.allowed.includes("propose_question");
  if (gist.questions.length > 0) {
    sections.push({
      name: "questions",
      label: t`Питання`,
      count: gist.questions.filter(({ state }) => state === "open").length,
      content: <Questions thread={thread} questions={gist.questions} />,
      actions: asks && <QuestionActions thread={thread} />,
    });
  }
  const { statements } = gist;
  if (statements.length > 0) {
    sections.push({
      name: "statements",
      label: t`Тези`,
      count: statements.length,
      content: <Statements thread={thread} statements={statements} />,
      actions: leads && <StatementActions />,
    });
  }
  return sections;
}
