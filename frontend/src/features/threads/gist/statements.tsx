import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteOneStatement } from "@/api/generated/sdk.gen";
import type { StatementOut, ThreadOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { Button, ToolButton } from "@/design/button";
import classes from "./gist.module.css";
import { RemoveDialog } from "./remove-dialog";
import { SourceLink } from "./source-link";
import { StatementDialog } from "./statement-dialog";

interface StatementsProps {
  thread: ThreadOut;
  statements: StatementOut[];
}

/** What was collected from the talk, each with the message of which it is the point. */
export function Statements({ thread, statements }: StatementsProps) {
  if (statements.length === 0) {
    return (
      <p className="v-t2">
        <Trans>
          Тез ще немає. Позначайте в повідомленнях головне («Це головне…» в меню повідомлення): короткі думки
          зберуться тут, кожна з посиланням на своє повідомлення.
        </Trans>
      </p>
    );
  }
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
          {statement.allowed.length > 0 && <StatementMenu thread={thread} statement={statement} />}
        </li>
      ))}
    </ul>
  );
}

export function StatementActions({ thread }: { thread: ThreadOut }) {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setAdding(true)}>
        <Trans>Додати тезу</Trans>
      </Button>
      {adding && <StatementDialog thread={thread} onClose={() => setAdding(false)} />}
    </>
  );
}

interface StatementProps {
  thread: ThreadOut;
  statement: StatementOut;
}

function StatementMenu({ thread, statement }: StatementProps) {
  const { t } = useLingui();
  const [asking, setAsking] = useState<"edit" | "remove" | null>(null);
  const close = () => setAsking(null);
  const icon = { size: 20, stroke: 1.75, "aria-hidden": true } as const;
  const name = statement.text || `#${statement.source?.number}`;
  return (
    <>
      <Menu>
        <Menu.Target>
          <ToolButton label={t`Дії з тезою: ${name}`}>
            <IconDots size={16} stroke={1.75} aria-hidden="true" />
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          {statement.allowed.includes("edit") && (
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => setAsking("edit")}>
              <Trans>Змінити</Trans>
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash {...icon} />} onClick={() => setAsking("remove")}>
            <Trans>Видалити тезу…</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === "edit" && <StatementDialog thread={thread} statement={statement} onClose={close} />}
      {asking === "remove" && <RemoveStatement thread={thread} statement={statement} onClose={close} />}
    </>
  );
}

function RemoveStatement({ thread, statement, onClose }: StatementProps & { onClose: () => void }) {
  const { t } = useLingui();
  return (
    <RemoveDialog
      threadId={thread.id}
      version={statement.version}
      remove={(seen) => {
        const headers = { ...seen, ...once() };
        return answered(deleteOneStatement({ path: { statement_id: statement.id }, headers }));
      }}
      title={t`Видалити тезу`}
      lead={<Trans>Теза зникне з переліку для всіх. Повідомлення, з якого її взято, лишиться.</Trans>}
      said={t`Тезу видалено`}
      onClose={onClose}
    >
      <p>{statement.text || `#${statement.source?.number}`}</p>
    </RemoveDialog>
  );
}
