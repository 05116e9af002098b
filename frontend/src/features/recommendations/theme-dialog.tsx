import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { patchRecommendations } from "@/api/generated/sdk.gen";
import type { RecommendationOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { type Theme, ThemeField } from "@/modules/recommendations/words-form";
import { staleAfter } from "@/queries/resources";

interface ThemeDialogProps {
  rows: RecommendationOut[];
  onClose: () => void;
  onChanged?: () => void;
}

/** The theme of one recommendation, or of several at once: of all of them or of none. */
export function ThemeDialog({ rows, onClose, onChanged }: ThemeDialogProps) {
  const { t } = useLingui();
  const [first] = rows;
  const command = useCommand({
    run: ({ theme }: { theme: Theme | null }) =>
      unwrap(
        patchRecommendations({
          body: { recommendations: rows.map(({ id }) => id), ...(theme ? { theme } : {}) },
        }),
      ),
    success: t`Тему змінено`,
    onSuccess: () => {
      onChanged?.();
      onClose();
    },
    invalidates: staleAfter("dossier"),
  });
  const form = useForm<{ theme: Theme | null }>({
    initial: { theme: rows.length === 1 && first ? first.theme : null },
    command,
    required: { theme: t({ message: "Виберіть тему", context: "theme" }) },
  });
  const count = rows.length;
  return (
    <FormDialog
      form={form}
      title={
        count === 1
          ? t({ message: "Змінити тему", context: "theme" })
          : t`${plural(count, {
              one: "Змінити тему # рекомендації",
              few: "Змінити тему # рекомендацій",
              many: "Змінити тему # рекомендацій",
              other: "Змінити тему # рекомендації",
            })}`
      }
      submit={t`Зберегти`}
      onClose={onClose}
    >
      <ThemeField {...form.value("theme")} />
    </FormDialog>
  );
}
