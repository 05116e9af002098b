import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import { ApiProblem } from "@/api/problem";
import { useTransportError } from "@/kit/use-transport-error";
import { useLocale } from "@/lib/locale";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { CheckedList } from "./checked-list";
import classes from "./import-items.module.css";
import { type Checked, type ItemList, useItemList } from "./use-item-list";

interface ImportDialogProps {
  groupId: string;
  onClose: () => void;
}

/** A table of action items: what each row would propose, and then exactly that. */
export function ImportDialog({ groupId, onClose }: ImportDialogProps) {
  const { t } = useLingui();
  const list = useItemList(groupId, (count) => {
    toast(
      t`${plural(count, { one: "Запропоновано # доручення", few: "Запропоновано # доручення", many: "Запропоновано # доручень", other: "Запропоновано # доручення" })}`,
    );
    onClose();
  });
  if (list.checked) return <Check list={list} checked={list.checked} onClose={onClose} />;
  return <Choose groupId={groupId} list={list} onClose={onClose} />;
}

function Choose({ groupId, list, onClose }: ImportDialogProps & { list: ItemList }) {
  const { t } = useLingui();
  const { language } = useLocale();
  const unheard = useTransportError();
  const input = useRef<HTMLInputElement>(null);
  const { error, isPending } = list.checking;
  const refused = error instanceof ApiProblem ? (error.field("/file") ?? error.message) : undefined;
  const problem = unheard(error) ?? refused;
  const table = `/api/v1/groups/${groupId}/action-items/export?kind=xlsx&language=${language}`;
  return (
    <Dialog
      opened
      title={t`Доручення з таблиці`}
      lead={
        <Trans>
          Спершу покажемо, що з кожним рядком, і нічого не змінимо, доки ви не підтвердите. Кожен рядок стане
          запропонованим дорученням.
        </Trans>
      }
      submit={isPending ? t`Перевіряємо…` : t`Вибрати файл`}
      busy={isPending}
      onClose={onClose}
      onSubmit={() => input.current?.click()}
    >
      <dl className={classes.columns}>
        <dt>
          <Trans>Обов’язкові стовпці</Trans>
        </dt>
        <dd>
          <Trans>Назва, Виконавець (як у реєстрі), Строк (31.12.2027)</Trans>
        </dd>
        <dt>
          <Trans>Необов’язкові</Trans>
        </dt>
        <dd>
          <Trans>
            Решта стовпців{" "}
            <a href={table} download>
              завантаженої таблиці доручень
            </a>
            : назва англійською, опис, важливість, співвиконавці, хто підтверджує, критерії, теги, місце,
            кошти. Номер і стан доручення отримають нові.
          </Trans>
        </dd>
      </dl>
      <p className="v-small v-t2">
        <Trans>XLSX або CSV, до 200 доручень</Trans>
      </p>
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
          if (chosen) list.check(chosen);
        }}
      />
    </Dialog>
  );
}

interface CheckProps {
  list: ItemList;
  checked: Checked;
  onClose: () => void;
}

function Check({ list, checked, onClose }: CheckProps) {
  const { t } = useLingui();
  const count = checked.rows.length;
  const bad = new Set(checked.faults.map((fault) => fault.number)).size;
  const left = t`${plural(bad, { one: "# рядок із помилкою пропустимо.", few: "# рядки з помилками пропустимо.", many: "# рядків із помилками пропустимо.", other: "# рядка з помилками пропустимо." })}`;
  const proposes = count > 0 && !isChanged(list);
  return (
    <Dialog
      opened
      title={t`Перевірте список`}
      lead={
        count === 0 ? (
          <Trans>Жодного рядка взяти не можна. Виправте файл і виберіть його ще раз.</Trans>
        ) : (
          <>
            <Trans>Поки що нічого не змінено.</Trans> {bad > 0 && left}
          </>
        )
      }
      submit={
        proposes
          ? t`${plural(count, { one: "Запропонувати # доручення", few: "Запропонувати # доручення", many: "Запропонувати # доручень", other: "Запропонувати # доручення" })}`
          : t`Вибрати інший файл`
      }
      cancel={proposes ? t`Інший файл` : undefined}
      busy={list.doing.isPending}
      onBack={proposes ? list.chooseAnother : undefined}
      onClose={onClose}
      onSubmit={() => (proposes ? list.doing.mutate(checked) : list.chooseAnother())}
    >
      <Refused list={list} checked={checked} />
      <CheckedList checked={checked} />
    </Dialog>
  );
}

/** Whether what was shown is not what would be done by now. */
function isChanged({ doing }: ItemList): boolean {
  return doing.error instanceof ApiProblem && doing.error.code === "list_changed";
}

/** Why nothing was done: no line, or rows that would be otherwise by now. */
function Refused({ list, checked }: { list: ItemList; checked: Checked }) {
  const unheard = useTransportError();
  const { error } = list.doing;
  if (!error) return null;
  const problem = error instanceof ApiProblem ? error : undefined;
  const changed = isChanged(list);
  return (
    <div role="alert" className={classes.problem}>
      <p>{(changed ? problem?.message : unheard(error)) ?? problem?.message}</p>
      {changed && (
        <>
          <ul className={classes.changes}>
            {problem?.fields.map(({ pointer, message }) => (
              <li key={pointer}>
                {checked.rows[Number(pointer.split("/")[2])]?.title}: {message}
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
