import { Trans, useLingui } from "@lingui/react/macro";
import { PasswordInput, Textarea, TextInput } from "@mantine/core";
import { type ChangeEvent, useState } from "react";
import { patchManagedProvider, postManagedProviders } from "@/api/generated/sdk.gen";
import type { ApprovalOut, ProviderOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { ApiProblem, fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import type { Confirmed } from "@/kit/reauthentication/confirm-dialog";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { toast } from "@/ui/toast";
import { useProviderChange } from "./use-provider-change";

interface ProviderDialogProps {
  known?: ProviderOut;
  confirmed: Confirmed;
  onClose: () => void;
}

const EMPTY = {
  code: "",
  name_uk: "",
  name_en: "",
  issuer: "",
  client_id: "",
  client_secret: "",
  domains: "",
};
type Form = typeof EMPTY;

function formOf({ code, name, issuer, client_id, domains }: ProviderOut): Form {
  const name_en = name.en === name.uk ? "" : name.en;
  return {
    code,
    name_uk: name.uk,
    name_en,
    issuer,
    client_id,
    client_secret: "",
    domains: domains.join("\n"),
  };
}

/** What has to be known of an organisation's sign-in, for a new one or a known one. */
export function ProviderDialog({ known, confirmed, onClose }: ProviderDialogProps) {
  const { t } = useLingui();
  const [form, setForm] = useState(known ? formOf(known) : EMPTY);
  const [tried, setTried] = useState(false);
  const { code, issuer, client_secret, domains, ...rest } = form;
  const sent = { ...rest, domains: domains.split(/[\s,;]+/).filter(Boolean) };
  const saving = useProviderChange<ProviderOut | ApprovalOut>({
    work: () =>
      known
        ? unwrap(
            patchManagedProvider({
              path: { provider_id: known.id },
              headers: ifMatch(known.version),
              body: client_secret ? { ...sent, client_secret } : sent,
            }),
          )
        : unwrap(postManagedProviders({ body: { ...sent, code, issuer, client_secret } })),
    confirmed,
    onDone: (made) => {
      const waits = !("domains" in made) || !sent.domains.every((one) => made.domains.includes(one));
      toast(waits ? t`Чекає на підтвердження іншого адміністратора` : t`Зміни збережено`);
      onClose();
    },
  });
  const needed: (keyof Form)[] = known
    ? ["name_uk", "client_id"]
    : ["code", "name_uk", "issuer", "client_id", "client_secret"];
  const missing = needed.filter((name) => !form[name].trim());
  const refused = (name: string) => {
    const fields = saving.error instanceof ApiProblem ? saving.error.fields : [];
    const fault = fields.find((one) => one.pointer.startsWith(`/${name}`));
    return fault && fieldErrorAt(saving.error, fault.pointer);
  };
  const field = (name: keyof Form) => ({
    value: form[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
    error: fieldError((tried && missing.includes(name) && t`Заповніть це поле`) || refused(name)),
  });
  const back = `${window.location.origin}/sign-in/return/${code || "…"}`;
  return (
    <Dialog
      opened
      title={known ? t`Вхід організації` : t`Нова організація`}
      lead={
        <Trans>Зареєструйте Віче в службі входу організації та перенесіть сюди те, що вона покаже.</Trans>
      }
      submit={known ? t`Зберегти` : t`Додати`}
      busy={saving.isPending}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (missing.length === 0) saving.mutate();
      }}
    >
      <TextInput label={t`Назва на сторінці входу`} maxLength={120} data-autofocus {...field("name_uk")} />
      <TextInput
        label={t`Назва англійською`}
        description={t`Можна лишити порожнім`}
        maxLength={120}
        {...field("name_en")}
      />
      {!known && (
        <>
          <TextInput
            label={t`Коротке ім’я латиницею`}
            description={t`Адреса повернення для реєстрації: ${back}`}
            maxLength={30}
            autoCapitalize="none"
            {...field("code")}
          />
          <TextInput
            label={t`Адреса служби (issuer)`}
            description={t`Її потім не змінити`}
            type="url"
            maxLength={255}
            {...field("issuer")}
          />
        </>
      )}
      <TextInput label={t`Ідентифікатор клієнта (client ID)`} maxLength={255} {...field("client_id")} />
      <PasswordInput
        label={t`Секрет клієнта (client secret)`}
        description={known && t`Лишіть порожнім, щоб не змінювати`}
        autoComplete="off"
        maxLength={255}
        visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати секрет` }}
        {...field("client_secret")}
      />
      <Textarea
        label={t`Домени пошти, яким можна вірити`}
        description={t`Людина з адресою в такому домені дозволить перший вхід із листа. Новий домен підтверджує інший адміністратор. Без доменів кожна людина додає вхід сама в налаштуваннях.`}
        rows={2}
        {...field("domains")}
      />
      <FormErrors error={saving.error} />
    </Dialog>
  );
}
