import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { answered } from "@/api/answered";
import { patchTerritoryDetails } from "@/api/generated/sdk.gen";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { refusedAt, useRegisterChange } from "@/widgets/registers/use-register-change";

/** A number as people here type it, with a comma or a point; NaN for anything else. */
const degrees = (words: string) => (words.trim() ? Number(words.trim().replace(",", ".")) : null);

/** What a territory is called and where it stands on a map. */
export function EditDialog({ territory, onClose }: { territory: TerritoryDetails; onClose: () => void }) {
  const { t } = useLingui();
  const [form, setForm] = useState({
    name: territory.name.uk,
    name_en: territory.name.en === territory.name.uk ? "" : territory.name.en,
    latitude: territory.latitude?.toString() ?? "",
    longitude: territory.longitude?.toString() ?? "",
  });
  const [tried, setTried] = useState(false);
  const changing = useRegisterChange({
    ask: (body: Parameters<typeof patchTerritoryDetails>[0]["body"]) =>
      answered(
        patchTerritoryDetails({
          path: { territory_id: territory.id },
          body,
          headers: ifMatch(territory.version),
        }),
      ),
    said: t`Збережено`,
    onDone: onClose,
  });
  const [latitude, longitude] = [degrees(form.latitude), degrees(form.longitude)];
  const badPlace =
    Number.isNaN(latitude) || Number.isNaN(longitude) || (latitude === null) !== (longitude === null);
  const send = () => {
    setTried(true);
    if (!form.name.trim() || badPlace) return;
    const place = latitude === null || longitude === null ? null : { latitude, longitude };
    changing.mutate({ name: form.name.trim(), name_en: form.name_en.trim(), place });
  };
  const field = (name: keyof typeof form, pointer: string, missing?: string | false) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setForm((known) => ({ ...known, [name]: value }));
    },
    error: fieldError((tried && missing) || refusedAt(changing.error, pointer)),
  });
  const place = badPlace && t`Впишіть обидві координати в градусах або жодної`;
  return (
    <Dialog
      opened
      title={t`Змінити територію`}
      lead={<Trans>Код і місце в дереві дає кодифікатор.</Trans>}
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <TextInput
        label={t`Назва`}
        maxLength={200}
        data-autofocus
        {...field("name", "/name", !form.name.trim() && t`Напишіть назву`)}
      />
      <TextInput label={t`Назва англійською`} maxLength={200} {...field("name_en", "/name_en")} />
      <TextInput label={t`Широта`} inputMode="decimal" {...field("latitude", "/place/latitude", place)} />
      <TextInput label={t`Довгота`} inputMode="decimal" {...field("longitude", "/place/longitude")} />
    </Dialog>
  );
}
