import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { postTerritories } from "@/api/generated/sdk.gen";
import type { TerritoryOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { LEVELS } from "@/modules/registers/words";
import { invalidateRegisters } from "@/queries/keys";

type Level = TerritoryOut["level"];
const ORDER = Object.keys(LEVELS) as Level[];

interface RegisterDialogProps {
  /** In which the new one lies; null for a country. */
  parent: TerritoryOut | null;
  onClose: () => void;
}

/** Adds one territory by its code in the national codifier. */
export function RegisterDialog({ parent, onClose }: RegisterDialogProps) {
  const { t, i18n } = useLingui();
  const levels = parent ? ORDER.slice(ORDER.indexOf(parent.level) + 1) : ORDER.slice(0, 1);
  const initial = {
    code: "",
    name: "",
    name_en: "",
    level: (levels.includes("hromada") ? "hromada" : levels[0]) ?? "settlement",
  };
  const command = useCommand({
    run: (body: typeof initial, { idempotencyKey }) =>
      unwrap(
        postTerritories({
          body: { ...body, code: body.code.toUpperCase(), parent: parent?.id ?? null },
          headers: idempotencyKey,
        }),
      ),
    success: t`Територію додано`,
    invalidates: invalidateRegisters,
    onSuccess: onClose,
  });
  const form = useForm({
    initial,
    command,
    required: { code: t`Впишіть код`, name: t`Напишіть назву` },
    // Where there is one level alone, it has no field of its own.
    pointers: levels.length === 1 ? { code: ["/code", "/level"] } : undefined,
  });
  return (
    <FormDialog
      form={form}
      title={t`Додати територію`}
      lead={<Trans>За кодом КАТОТТГ: UA і 17 цифр.</Trans>}
      submit={t`Додати`}
      onClose={onClose}
    >
      <TextInput label={t`Код`} maxLength={19} data-autofocus {...form.text("code")} />
      {levels.length > 1 && (
        <Select
          label={t`Рівень`}
          data={levels.map((level) => ({ value: level, label: i18n._(LEVELS[level]) }))}
          allowDeselect={false}
          {...form.choice("level")}
        />
      )}
      <TextInput label={t`Назва`} maxLength={200} {...form.text("name")} />
      <TextInput label={t`Назва англійською`} maxLength={200} {...form.text("name_en")} />
    </FormDialog>
  );
}
