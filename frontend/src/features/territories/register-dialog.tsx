import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { postTerritories } from "@/api/generated/sdk.gen";
import type { TerritoryOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { LEVELS } from "@/modules/registers/words";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

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
  const [form, setForm] = useState({
    code: "",
    name: "",
    name_en: "",
    level: (levels.includes("hromada") ? "hromada" : levels[0]) ?? "settlement",
  });
  const [tried, setTried] = useState(false);
  const making = useRegisterChange({
    ask: (body: typeof form) =>
      unwrap(postTerritories({ body: { ...body, parent: parent?.id ?? null }, headers: idempotencyKey() })),
    said: t`Територію додано`,
    onDone: onClose,
  });
  const said = { ...form, code: form.code.trim().toUpperCase(), name: form.name.trim() };
  const send = () => {
    setTried(true);
    if (said.code && said.name) making.mutate(said);
  };
  // Where there is one level alone, it has no field of its own.
  const refused = (name: string) =>
    fieldErrorAt(making.error, `/${name}`) ??
    (name === "code" && levels.length === 1 ? fieldErrorAt(making.error, "/level") : undefined);
  const field = (name: "code" | "name" | "name_en", most: number, missing?: string) => ({
    maxLength: most,
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setForm((known) => ({ ...known, [name]: value }));
    },
    error: fieldError((tried && !form[name].trim() && missing) || refused(name)),
  });
  return (
    <Dialog
      opened
      title={t`Додати територію`}
      lead={<Trans>За кодом КАТОТТГ: UA і 17 цифр.</Trans>}
      submit={t`Додати`}
      busy={making.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <TextInput label={t`Код`} data-autofocus {...field("code", 19, t`Впишіть код`)} />
      {levels.length > 1 && (
        <Select
          label={t`Рівень`}
          data={levels.map((level) => ({ value: level, label: i18n._(LEVELS[level]) }))}
          allowDeselect={false}
          value={form.level}
          onChange={(level) => level && setForm({ ...form, level: level as Level })}
          error={fieldError(fieldErrorAt(making.error, "/level"))}
        />
      )}
      <TextInput label={t`Назва`} {...field("name", 200, t`Напишіть назву`)} />
      <TextInput label={t`Назва англійською`} {...field("name_en", 200)} />
      <FormErrors error={making.error} />
    </Dialog>
  );
}
