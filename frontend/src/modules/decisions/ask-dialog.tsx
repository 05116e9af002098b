import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { postDecisionAsks } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import { DateField } from "@/ui/date-field";
import { type DecisionDialogProps, useDecisionCommand } from "./use-decision-command";

/** Ask a sector by name to answer until the end of a day. */
export function AskDialog({ decision, onClose }: DecisionDialogProps) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const command = useDecisionCommand<{ sector: Sector | ""; until: string }>(decision, {
    run: ({ sector, until }, { idempotencyKey: headers }) =>
      unwrap(
        postDecisionAsks({
          path: { decision_id: decision.id },
          body: { sector: sector as Sector, until },
          headers,
        }),
      ),
    success: t`Сектор запитано`,
    onSuccess: onClose,
  });
  const answered = decision.quorum?.sectors.filter(({ state }) => state === "answered") ?? [];
  const open = SECTORS.filter((sector) => !answered.some((one) => one.sector === sector));
  const [first] = decision.quorum?.sectors.filter(({ state }) => state === "missing") ?? [];
  const form = useForm({
    initial: {
      sector: first?.sector ?? ("" as Sector | ""),
      until: decision.closes_at ? dates.day(decision.closes_at) : "",
    },
    command,
    required: { sector: t`Виберіть сектор`, until: t`Впишіть дату: день, місяць і рік` },
    validate: ({ until }) => ({ until: until < dates.today() && t`Ця дата вже минула. Виберіть пізнішу` }),
  });
  return (
    <FormDialog
      form={form}
      title={t`Запитати сектор`}
      lead={<Trans>Його люди дістануть сповіщення. Мовчання рахуємо за правилами групи й показуємо.</Trans>}
      submit={t`Запитати`}
      onClose={onClose}
    >
      <Select
        label={t`Сектор`}
        data={open.map((value) => ({ value, label: i18n._(SECTOR_LABELS[value]) }))}
        allowDeselect={false}
        {...form.choice("sector")}
      />
      <DateField label={t`Чекаємо до`} min={dates.today()} {...form.value("until")} />
    </FormDialog>
  );
}
