import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postRecommendationList, postRecommendationListPreview } from "@/api/generated/sdk.gen";
import type {
  RecommendationFaultOut,
  RecommendationListOut,
  RecommendationRowOut,
} from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { ImportWizard } from "@/kit/importing/import-wizard";
import { useImport } from "@/kit/importing/use-import";
import { useLocale } from "@/lib/locale";
import { tableAddress } from "@/modules/recommendations/table-address";
import { invalidateDossier } from "@/queries/keys";
import { toast } from "@/ui/toast";
import { CheckedRow } from "./checked-row";
import { COLUMNS } from "./list-columns";

/** A row as it goes back: what was shown of it, and nothing else. */
function sent({ addressee, addressee_outside: outside, ...row }: RecommendationRowOut) {
  return { ...row, [outside ? "outside_body" : "addressee_organisation"]: addressee.id };
}

function useRecommendationList(dossierId: string, onDone: (count: number) => void) {
  const client = useQueryClient();
  const path = { dossier_id: dossierId };
  return useImport({
    preview: (file): Promise<RecommendationListOut> =>
      unwrap(postRecommendationListPreview({ path, body: { file } })),
    run: (rows, key) =>
      unwrap(postRecommendationList({ path, body: { rows: rows.map(sent) }, headers: idempotencyKey(key) })),
    onDone: ({ items }) => {
      invalidateDossier(client, dossierId);
      onDone(items.length);
    },
  });
}

interface ImportDialogProps {
  dossierId: string;
  onClose: () => void;
}

/** A table of recommendations: what each row would draft in a dossier, and then exactly that. */
export function ImportDialog({ dossierId, onClose }: ImportDialogProps) {
  const { t, i18n } = useLingui();
  const { language } = useLocale();
  const steps = useRecommendationList(dossierId, (count) => {
    toast(
      t`${plural(count, { one: "Створено # чернетку", few: "Створено # чернетки", many: "Створено # чернеток", other: "Створено # чернетки" })}`,
    );
    onClose();
  });
  return (
    <ImportWizard
      steps={steps}
      title={t`Рекомендації з таблиці`}
      lead={
        <Trans>
          Спершу покажемо, що з кожним рядком, і нічого не змінимо, доки ви не підтвердите. Кожен рядок стане
          чернеткою: відповіді просять, коли її видадуть.
        </Trans>
      }
      columns={{
        required: <Trans>Назва, Текст, Адресат (як у реєстрі), Тема</Trans>,
        optional: (
          <Trans>
            Решта стовпців{" "}
            <a href={tableAddress({ dossier: dossierId }, "xlsx", language)} download>
              таблиці рекомендацій цієї справи
            </a>
            : назва й текст англійською, з чого випливає, кого стосується. Номери, відповіді та виконання не
            переносимо.
          </Trans>
        ),
      }}
      limit={<Trans>XLSX або CSV, до 200 рекомендацій</Trans>}
      columnName={(column) => i18n._(COLUMNS[column as RecommendationFaultOut["column"]])}
      rowName={(row) => row.title}
      row={(row) => <CheckedRow row={row} />}
      rowsTitle={<Trans>Стануть чернетками</Trans>}
      submit={(count) =>
        t`${plural(count, { one: "Створити # чернетку", few: "Створити # чернетки", many: "Створити # чернеток", other: "Створити # чернетки" })}`
      }
      onClose={onClose}
    />
  );
}
