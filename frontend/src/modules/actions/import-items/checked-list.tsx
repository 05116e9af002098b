import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ItemFaultOut, ItemListOut, ItemRowOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { PlainPill } from "@/modules/actions/status";
import { SectorLabel } from "@/modules/organisations/sector";
import classes from "./import-items.module.css";

const COLUMNS: Record<ItemFaultOut["column"], MessageDescriptor> = {
  title: msg`Назва`,
  title_en: msg`Назва англійською`,
  description: msg`Опис`,
  priority: msg`Важливість`,
  owner: msg`Виконавець`,
  coowners: msg`Співвиконавці`,
  verifier: msg`Хто підтверджує`,
  due_on: msg`Строк`,
  criteria: msg`Критерії`,
  target_groups: msg`Для кого`,
  tags: msg`Теги`,
  place_name: msg`Місце`,
  place: msg`Координати`,
  effort_hours: msg`Скільки годин роботи`,
  budget: msg`Кошти`,
  budget_source: msg`Чиї кошти`,
};

/** What a list would do, row by row: first what cannot be taken, and why. */
export function CheckedList({ checked }: { checked: ItemListOut }) {
  return (
    <>
      {checked.faults.length > 0 && (
        <section aria-labelledby="list-faults">
          <h3 id="list-faults" className={classes.head}>
            <Trans>Треба виправити</Trans>
          </h3>
          <ul className={classes.rows}>
            {checked.faults.map((fault) => (
              <FaultRow key={`${fault.number} ${fault.column} ${fault.code}`} fault={fault} />
            ))}
          </ul>
        </section>
      )}
      {checked.rows.length > 0 && (
        <section aria-labelledby="list-rows">
          <h3 id="list-rows" className={classes.head}>
            <Trans>Буде запропоновано</Trans>
          </h3>
          <ul className={classes.rows}>
            {checked.rows.map((row) => (
              <CheckedRow key={row.number} row={row} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function FaultRow({ fault }: { fault: ItemFaultOut }) {
  const { i18n } = useLingui();
  return (
    <li>
      <span className="v-small v-t2">
        <Trans>Рядок {fault.number}</Trans>
      </span>
      <p>
        <span className="v-t2">{i18n._(COLUMNS[fault.column])}: </span>
        {fault.message}
      </p>
    </li>
  );
}

function CheckedRow({ row }: { row: ItemRowOut }) {
  const { localize: say, dates } = useLocale();
  const due = dates.numeric(row.due_on);
  const again = row.again?.number;
  const besides = row.coowners.map((one) => say(one.short_name)).join(", ");
  return (
    <li>
      <span className="v-small v-t2">
        <Trans>Рядок {row.number}</Trans>
      </span>
      <p>
        <b>{row.title}</b>
      </p>
      <p className="v-meta">
        <SectorLabel sector={row.owner.sector}>{say(row.owner.short_name)}</SectorLabel>
        <span>
          <Trans>до {due}</Trans>
        </span>
        {besides && (
          <span>
            <Trans>разом із: {besides}</Trans>
          </span>
        )}
        {row.verifier && (
          <span>
            <Trans>перевірка: {say(row.verifier.short_name)}</Trans>
          </span>
        )}
      </p>
      {again && (
        <PlainPill>
          <Trans>Така назва вже є: № {again}</Trans>
        </PlainPill>
      )}
    </li>
  );
}
