import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { type ReactNode, useId, useRef } from "react";
import { ApiProblem } from "@/api/problem";
import { useTransportError } from "@/kit/use-transport-error";
import { Button } from "@/ui/button";
import { Facts } from "@/ui/facts";
import { Icon } from "@/ui/icon";
import { ImportFrame, ImportPart } from "./import-frame";
import classes from "./importing.module.css";
import type { Import, ImportList } from "./use-import";

interface ImportWizardProps<List extends ImportList> {
  steps: Import<List>;
  title: string;
  /** What comes of the table. */
  lead: ReactNode;
  /** Which columns the table must have, and which it may. */
  columns: { required: ReactNode; optional: ReactNode };
  /** Tables to fill in. */
  templates?: ReactNode;
  /** Which files are taken, and how long. */
  limit: ReactNode;
  /** That nothing is changed yet, where more has to be said with it. */
  unchanged?: ReactNode;
  columnName: (column: List["faults"][number]["column"]) => string;
  /** By what a row is known. */
  rowName: (row: List["rows"][number]) => string;
  row: (row: List["rows"][number]) => ReactNode;
  rowsTitle: ReactNode;
  /** How a number stands beside the head of a card. */
  count?: (value: number) => ReactNode;
  /** What doing it is called, for so many rows. */
  submit: (count: number) => string;
  /** Refusals of which the server says more than we do. */
  ownWords?: string[];
  /** With it the wizard is a dialog, without it a page. */
  onClose?: () => void;
}

/** Bring a table: choose a file, look at what each row would do and what cannot be taken, and do exactly that. */
export function ImportWizard<List extends ImportList>(props: ImportWizardProps<List>) {
  const { checked } = props.steps;
  return checked ? <Check {...props} checked={checked} /> : <Choose {...props} />;
}

function Choose<List extends ImportList>(props: ImportWizardProps<List>) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const input = useRef<HTMLInputElement>(null);
  const { steps, title, lead, columns, templates, limit, onClose } = props;
  const { unread, isChecking, check } = steps;
  const refused = unread instanceof ApiProblem ? (unread.field("/file") ?? unread.message) : undefined;
  const problem = unheard(unread) ?? refused;
  const choose = {
    words: isChecking ? t`Перевіряємо…` : t`Вибрати файл`,
    icon: <Icon of={IconFileSpreadsheet} />,
    busy: isChecking,
    run: () => input.current?.click(),
  };
  return (
    <ImportFrame title={title} lead={lead} main={choose} note={limit} onClose={onClose}>
      <Facts
        stacked
        items={[
          [t`Обов’язкові стовпці`, columns.required],
          [t`Необов’язкові`, columns.optional],
        ]}
      />
      {templates}
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv"
        aria-label={t`Файл`}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          // The same file, mended, can be chosen again.
          event.currentTarget.value = "";
          if (chosen) check(chosen);
        }}
      />
    </ImportFrame>
  );
}

type CheckProps<List extends ImportList> = ImportWizardProps<List> & { checked: List };

function Check<List extends ImportList>(props: CheckProps<List>) {
  const { t } = useLingui();
  const { steps, checked, submit, onClose } = props;
  const { unchanged = <Trans>Поки що нічого не змінено.</Trans> } = props;
  const count = checked.rows.length;
  const bad = new Set(checked.faults.map((fault) => fault.number)).size;
  const left = t`${plural(bad, { one: "# рядок із помилкою пропустимо.", few: "# рядки з помилками пропустимо.", many: "# рядків із помилками пропустимо.", other: "# рядка з помилками пропустимо." })}`;
  const lead =
    count === 0 ? (
      <Trans>Жодного рядка взяти не можна. Виправте файл і виберіть його ще раз.</Trans>
    ) : (
      <>
        {unchanged} {bad > 0 && left}
      </>
    );
  return (
    <ImportFrame
      title={t`Перевірте список`}
      lead={lead}
      main={
        count > 0 && !steps.isChanged
          ? { words: submit(count), busy: steps.isRunning, run: steps.run }
          : undefined
      }
      another={steps.chooseAnother}
      parts={<Parts {...props} />}
      onClose={onClose}
    >
      <Refused {...props} />
    </ImportFrame>
  );
}

/** Why nothing was done: no line, a limit, or rows that would be otherwise by now. */
function Refused<List extends ImportList>({ steps, checked, rowName, ownWords = [] }: CheckProps<List>) {
  const unheard = useTransportError();
  const { undone, isChanged, isChecking, checkAgain } = steps;
  if (!undone) return null;
  const problem = undone instanceof ApiProblem ? undone : undefined;
  const isTold = isChanged || (problem && ownWords.includes(problem.code));
  const nameAt = (pointer: string) => {
    const row = checked.rows[Number(pointer.split("/")[2])];
    return row && rowName(row);
  };
  return (
    <div role="alert" className={classes.problem}>
      <p>{(isTold ? problem?.message : unheard(undone)) ?? problem?.message}</p>
      {isChanged && (
        <>
          <ul className={classes.changes}>
            {problem?.fields.map(({ pointer, message }) => (
              <li key={pointer}>
                {nameAt(pointer)}: {message}
              </li>
            ))}
          </ul>
          <Button kind="quiet" busy={isChecking} onClick={checkAgain}>
            <Trans>Перевірити ще раз</Trans>
          </Button>
        </>
      )}
    </div>
  );
}

/** First what cannot be taken, and why; then what would be done. */
function Parts<List extends ImportList>({ checked, columnName, row, ...props }: CheckProps<List>) {
  const id = useId();
  const { rows, faults } = checked;
  const inDialog = props.onClose !== undefined;
  return (
    <>
      {faults.length > 0 && (
        <ImportPart
          id={`${id}-faults`}
          title={<Trans>Треба виправити</Trans>}
          count={props.count?.(faults.length)}
          className={classes.faults}
          inDialog={inDialog}
        >
          {faults.map(({ number, column, code, message }) => (
            <li key={`${number} ${column} ${code}`}>
              <RowNumber number={number} />
              <p>
                <span className="v-t2">{columnName(column)}: </span>
                {message}
              </p>
            </li>
          ))}
        </ImportPart>
      )}
      {rows.length > 0 && (
        <ImportPart
          id={`${id}-rows`}
          title={props.rowsTitle}
          count={props.count?.(rows.length)}
          inDialog={inDialog}
        >
          {rows.map((one) => (
            <li key={one.number}>
              <RowNumber number={one.number} />
              {row(one)}
            </li>
          ))}
        </ImportPart>
      )}
    </>
  );
}

function RowNumber({ number }: { number: number }) {
  return (
    <span className={classes.number}>
      <Trans>Рядок {number}</Trans>
    </span>
  );
}
