import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { IconCheck, IconCircleDashed } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";
import classes from "./condition-fields.module.css";
import type { Condition, Conditions } from "./use-conditions";

interface ConditionFieldsProps {
  conditions: Conditions;
  /** What is said beside a condition without a reason, once it was tried to go on. */
  missing: ReactNode;
  /** What the server says of a field, by its pointer. */
  refused: (pointer: string) => string | undefined;
}

/** Each condition of an item: what proves it, or why nothing does. */
export function ConditionFields({ conditions, missing, refused }: ConditionFieldsProps) {
  if (conditions.rows.length === 0) return null;
  const place = (id: string) => conditions.unproved.findIndex(({ criterion }) => criterion === id);
  return (
    <div>
      <p className="v-small v-b">
        <Trans>Виконано, якщо:</Trans>
      </p>
      <ul className={classes.conditions}>
        {conditions.rows.map((row) => (
          <li key={row.id}>
            {row.pieces.length > 0 ? (
              <Icon of={IconCheck} className={classes.proved} />
            ) : (
              <Icon of={IconCircleDashed} className={classes.unproved} />
            )}
            {row.asked ? (
              <ReasonField
                row={row}
                conditions={conditions}
                missing={missing}
                refused={refused(`/unproved/${place(row.id)}/reason`)}
              />
            ) : (
              <ConditionLine row={row} titleOf={conditions.titleOf} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ConditionLine({ row, titleOf }: { row: Condition; titleOf: Conditions["titleOf"] }) {
  const { t } = useLingui();
  const named = row.pieces.map((number) => {
    const title = titleOf(number);
    return title ? t`доказ ${number} «${title}»` : t`доказ ${number}`;
  });
  const pieces = named.join(", ");
  const { reason } = row;
  return (
    <div>
      <p>{row.text}</p>
      <p className="v-small v-t2">
        {pieces ? <Trans>Доведено: {pieces}</Trans> : <Trans>Доказу немає: {reason}</Trans>}
      </p>
    </div>
  );
}

interface ReasonFieldProps {
  row: Condition;
  conditions: Conditions;
  missing: ReactNode;
  refused: string | undefined;
}

function ReasonField({ row, conditions, missing, refused }: ReasonFieldProps) {
  const { t } = useLingui();
  const reason = conditions.reasonOf(row.id);
  return (
    <Textarea
      label={row.text}
      description={t`Доказу немає. Чому?`}
      rows={2}
      maxLength={1000}
      value={reason}
      onChange={(event) => conditions.explain(row.id, event.currentTarget.value)}
      error={(!reason.trim() && missing) || fieldError(refused)}
    />
  );
}
