import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import type { MemberFaultOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { useTransportError } from "@/kit/use-transport-error";
import { Count } from "@/modules/actions/status";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { CheckedRow } from "./checked-row";
import classes from "./member-list.module.css";
import type { Checked, MemberList } from "./use-member-list";
import { COLUMNS } from "./words";

interface CheckProps {
  list: MemberList;
  checked: Checked;
}

/** What a list would do, row by row: first what cannot be taken, and why. */
export function Check({ list, checked }: CheckProps) {
  const head = useRef<HTMLDivElement>(null);
  // The page has become another one under the same address.
  useEffect(() => head.current?.focus(), []);
  return (
    <div className={classes.sections} ref={head} tabIndex={-1}>
      <Summary list={list} checked={checked} />
      {checked.faults.length > 0 && <Faults faults={checked.faults} />}
      {checked.rows.length > 0 && (
        <Card title={<Trans>Можна долучити</Trans>} count={<Count value={checked.rows.length} quiet />}>
          <CardList>
            {checked.rows.map((row) => (
              <CheckedRow key={row.number} row={row} />
            ))}
          </CardList>
        </Card>
      )}
    </div>
  );
}

function Summary({ list, checked }: CheckProps) {
  const { t } = useLingui();
  const people = checked.rows.length;
  const bad = new Set(checked.faults.map((fault) => fault.number)).size;
  const left = t`${plural(bad, { one: "# рядок із помилкою пропустимо.", few: "# рядки з помилками пропустимо.", many: "# рядків із помилками пропустимо.", other: "# рядка з помилками пропустимо." })}`;
  return (
    <Card title={<Trans>Перевірте список</Trans>} padded>
      <div className="v-stack">
        <p>
          {people === 0 ? (
            <Trans>Жодного рядка взяти не можна. Виправте файл і виберіть його ще раз.</Trans>
          ) : (
            <Trans>Поки що нічого не змінено. Запрошення діятимуть 30 днів.</Trans>
          )}
          {people > 0 && bad > 0 && ` ${left}`}
        </p>
        <Refused list={list} checked={checked} />
        <div className={classes.buttons}>
          {people > 0 && !isChanged(list) && (
            <Button busy={list.doing.isPending} onClick={() => list.doing.mutate(checked)}>
              {t`${plural(people, { one: "Долучити # людину", few: "Долучити # людини", many: "Долучити # людей", other: "Долучити # людини" })}`}
            </Button>
          )}
          <Button kind="quiet" onClick={list.chooseAnother}>
            <Trans>Вибрати інший файл</Trans>
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** Whether what was shown is not what would be done by now. */
function isChanged({ doing }: MemberList): boolean {
  return doing.error instanceof ApiProblem && doing.error.code === "list_changed";
}

/** Why nothing was done: no line, too many letters, or rows that would be otherwise by now. */
function Refused({ list, checked }: CheckProps) {
  const unheard = useTransportError();
  const { error } = list.doing;
  if (!error) return null;
  const problem = error instanceof ApiProblem ? error : undefined;
  const changed = isChanged(list);
  const words = problem?.code === "too_many_letters" || changed ? problem?.message : unheard(error);
  return (
    <div role="alert" className={classes.problem}>
      <p>{words ?? problem?.message}</p>
      {changed && (
        <>
          <ul className={classes.changes}>
            {problem?.fields.map(({ pointer, message }) => (
              <li key={pointer}>
                {checked.rows[Number(pointer.split("/")[2])]?.email}: {message}
              </li>
            ))}
          </ul>
          <Button kind="quiet" busy={list.checking.isPending} onClick={list.checkAgain}>
            <Trans>Перевірити ще раз</Trans>
          </Button>
        </>
      )}
    </div>
  );
}

function Faults({ faults }: { faults: MemberFaultOut[] }) {
  const { i18n } = useLingui();
  return (
    <Card title={<Trans>Треба виправити</Trans>} count={<Count value={faults.length} quiet />}>
      <CardList>
        {faults.map(({ number, column, code, message }) => (
          <li key={`${number} ${column} ${code}`} className={classes.row}>
            <b className={classes.number}>
              <Trans>Рядок {number}</Trans>
            </b>
            <p>
              <span className="v-t2">{i18n._(COLUMNS[column])}: </span>
              {message}
            </p>
          </li>
        ))}
      </CardList>
    </Card>
  );
}
