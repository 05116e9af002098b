import { Trans, useLingui } from "@lingui/react/macro";
import { IconDots } from "@tabler/icons-react";
import type { StatementOut, ThreadOut } from "@/api/generated/types.gen";
import { Button, ToolButton } from "@/ui/button";
import { LazyMenu } from "@/ui/lazy-menu";
import { useThreadDialog } from "../active-dialog";
import { StatementMenuItems } from "../on-demand";
import classes from "./gist.module.css";
import { SourceLink } from "./source-link";

interface StatementsProps {
  thread: ThreadOut;
  statements: StatementOut[];
}

/** What was collected from the talk, each with the message of which it is the point. */
export function Statements({ thread, statements }: StatementsProps) {
  return (
    <ul className={classes.rows}>
      {statements.map((statement) => (
        <li key={statement.id}>
          <div>
            {statement.text ? (
              <p>{statement.text}</p>
            ) : (
              <p className="v-t2">
                <Trans>Тези не видно: її повідомлення видалено або приховано.</Trans>
              </p>
            )}
            {statement.source && (
              <p className={classes.became}>
                <SourceLink threadId={thread.id} source={statement.source} />
              </p>
            )}
          </div>
          {statement.allowed.length > 0 && <StatementMenu statement={statement} />}
        </li>
      ))}
    </ul>
  );
}

export function StatementActions() {
  const open = useThreadDialog();
  return (
    <Button kind="quiet" onClick={() => open({ kind: "statement" })}>
      <Trans>Додати тезу</Trans>
    </Button>
  );
}

function StatementMenu({ statement }: { statement: StatementOut }) {
  const { t } = useLingui();
  const name = statement.text || `#${statement.source?.number}`;
  return (
    <LazyMenu
      preload={StatementMenuItems.preload}
      button={
        <ToolButton label={t`Дії з тезою: ${name}`}>
          <IconDots size={16} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      }
    >
      {(place) => <StatementMenuItems {...place} statement={statement} />}
    </LazyMenu>
  );
}
