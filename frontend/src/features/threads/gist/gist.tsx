import { useLingui } from "@lingui/react/macro";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import type { GistOut, ThreadOut } from "@/api/generated/types.gen";
import { gistQuery } from "@/data/gist";
import { useWide } from "@/lib/use-wide";
import classes from "./gist.module.css";
import { useGistDesk } from "./gist-desk";
import { Questions } from "./questions";
import { Statements } from "./statements";
import { Summary } from "./summary";
import { SummaryEditor } from "./summary-editor";

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
}

/** Buttons in a row, one of them open at most. A phone shows the buttons alone until one is pressed. */
function Sections({ thread, gist }: SectionsProps) {
  const { t } = useLingui();
  const id = useId();
  const wide = useWide();
  const { text } = useGistDesk();
  const [wanted, setWanted] = useState<string | null | undefined>();
  const sections = useSections({ thread, gist });
  if (sections.length === 0) return null;
  const first = wide && gist.summary.body ? "summary" : null;
  // What is being written is not folded away.
  const name = text === null ? (wanted === undefined ? first : wanted) : "summary";
  const open = sections.find((one) => one.name === name);
  return (
    <section className={classes.gist} aria-label={t`Суть розмови`}>
      <div className={classes.strip}>
        {sections.map((one) => (
          <button
            key={one.name}
            type="button"
            aria-expanded={one === open}
            aria-controls={id}
            onClick={() => setWanted(one === open ? null : one.name)}
          >
            {one.label}
            {one.count ? <span className={classes.count}>{one.count}</span> : null}
            <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
          </button>
        ))}
      </div>
      {/* A long text is scrolled by the keyboard, too; a phone scrolls the page. */}
      <section
        id={id}
        className={classes.content}
        aria-label={open?.label}
        hidden={!open}
        tabIndex={open && wide ? 0 : undefined}
      >
        {open?.content}
      </section>
    </section>
  );
}

function useSections({ thread, gist }: SectionsProps): Section[] {
  const { t } = useLingui();
  const { text } = useGistDesk();
  const leads = thread.allowed.includes("sum_up");
  const sections: Section[] = [];
  if (gist.summary.body || leads) {
    const content =
      text === null ? (
        <Summary thread={thread} summary={gist.summary} />
      ) : (
        <SummaryEditor thread={thread} summary={gist.summary} text={text} />
      );
    sections.push({ name: "summary", label: t`Підсумок`, content });
  }
  if (
    gist.questions.length > 0 ||
    leads ||
    (sections.length > 0 && thread.allowed.includes("propose_question"))
  ) {
    const content = <Questions thread={thread} questions={gist.questions} />;
    const count = gist.questions.filter(({ state }) => state === "open").length;
    sections.push({ name: "questions", label: t`Питання`, count, content });
  }
  const { statements } = gist;
  if (statements.length > 0 || leads) {
    const content = <Statements thread={thread} statements={statements} />;
    sections.push({ name: "statements", label: t`Тези`, count: statements.length, content });
  }
  return sections;
}
