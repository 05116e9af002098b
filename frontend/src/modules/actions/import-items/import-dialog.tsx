import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postGroupItemList, postItemListPreview } from "@/api/generated/sdk.gen";
import type { ItemFaultOut, ItemListOut, ItemRowOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { ImportWizard } from "@/kit/importing/import-wizard";
import { useImport } from "@/kit/importing/use-import";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";
import { CheckedItem } from "./checked-item";
import { COLUMNS } from "./item-columns";

/** A row as it goes back: what was shown of it, and nothing else. */
function sent({ owner, owner_outside: outside, coowners, verifier, again, ...row }: ItemRowOut) {
  return {
    ...row,
    ...(outside ? { outside_body: owner.id } : { owner_organisation: owner.id }),
    coowners: coowners.map(({ id }) => id),
    verifier_organisation: verifier?.id ?? null,
    again: again !== null,
  };
}

function useItemList(groupId: string, onDone: (count: number) => void) {
  const client = useQueryClient();
  const path = { group_id: groupId };
  return useImport({
    preview: (file): Promise<ItemListOut> => unwrap(postItemListPreview({ path, body: { file } })),
    run: (rows, key) =>
      unwrap(postGroupItemList({ path, body: { rows: rows.map(sent) }, headers: idempotencyKey(key) })),
    onDone: ({ items }) => {
      for (const queryKey of [keys.actions, keys.figures, keys.today])
        void client.invalidateQueries({ queryKey });
      onDone(items.length);
    },
  });
}

interface ImportDialogProps {
  groupId: string;
  onClose: () => void;
}

/** A table of action items: what each row would propose, and then exactly that. */
export function ImportDialog({ groupId, onClose }: ImportDialogProps) {
  const { t, i18n } = useLingui();
  const { language } = useLocale();
  const steps = useItemList(groupId, (count) => {
    toast(
      t`${plural(count, { one: "Запропоновано # доручення", few: "Запропоновано # доручення", many: "Запропоновано # доручень", other: "Запропоновано # доручення" })}`,
    );
    onClose();
  });
  const table = `/api/v1/groups/${groupId}/action-items/export?kind=xlsx&language=${language}`;
  return (
    <ImportWizard
      steps={steps}
      title={t`Доручення з таблиці`}
      lead={
        <Trans>
          Спершу покажемо, що з кожним рядком, і нічого не змінимо, доки ви не підтвердите. Кожен рядок стане
          запропонованим дорученням.
        </Trans>
      }
      columns={{
        required: <Trans>Назва, Виконавець (як у реєстрі), Строк (31.12.2027)</Trans>,
        optional: (
          <Trans>
            Решта стовпців{" "}
            <a href={table} download>
              завантаженої таблиці доручень
            </a>
            : назва англійською, опис, важливість, співвиконавці, хто підтверджує, критерії, теги, місце,
            кошти. Номер і стан доручення отримають нові.
          </Trans>
        ),
      }}
      limit={<Trans>XLSX або CSV, до 200 доручень</Trans>}
      columnName={(column) => i18n._(COLUMNS[column as ItemFaultOut["column"]])}
      rowName={(row) => row.title}
      row={(row) => <CheckedItem row={row} />}
      rowsTitle={<Trans>Буде запропоновано</Trans>}
      submit={(count) =>
        t`${plural(count, { one: "Запропонувати # доручення", few: "Запропонувати # доручення", many: "Запропонувати # доручень", other: "Запропонувати # доручення" })}`
      }
      onClose={onClose}
    />
  );
}
