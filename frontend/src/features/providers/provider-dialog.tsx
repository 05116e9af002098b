import { Trans, useLingui } from "@lingui/react/macro";
import { PasswordInput, Textarea, TextInput } from "@mantine/core";
import { patchManagedProvider, postManagedProviders } from "@/api/generated/sdk.gen";
import type { ApprovalOut, ProviderOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { englishOf } from "@/lib/text";
import { toast } from "@/ui/toast";
import { INVALIDATES } from "./invalidates";

const EMPTY = {
  code: "",
  name_uk: "",
  name_en: "",
  issuer: "",
  client_id: "",
  client_secret: "",
  domains: "",
};
type Fields = typeof EMPTY;

function fieldsOf({ code, name, issuer, client_id, domains }: ProviderOut): Fields {
  const names = { name_uk: name.uk, name_en: englishOf(name) };
  return { code, ...names, issuer, client_id, client_secret: "", domains: domains.join("\n") };
}

function useSaving(known: ProviderOut | undefined, onClose: () => void) {
  const { t } = useLingui();
  const split = (domains: string) => domains.split(/[\s,;]+/).filter(Boolean);
  return useCommand<Fields, ProviderOut | ApprovalOut>({
    run: ({ code, issuer, client_secret, domains, ...rest }, { ifMatch }) => {
      const sent = { ...rest, domains: split(domains) };
      if (!known) return unwrap(postManagedProviders({ body: { ...sent, code, issuer, client_secret } }));
      const body = client_secret ? { ...sent, client_secret } : sent;
      return unwrap(patchManagedProvider({ path: { provider_id: known.id }, headers: ifMatch, body }));
    },
    version: known?.version ?? 0,
    invalidates: INVALIDATES,
    onSuccess: (made, { domains }) => {
      const waits = !("domains" in made) || !split(domains).every((one) => made.domains.includes(one));
      toast(waits ? t`Чекає на підтвердження іншого адміністратора` : t`Зміни збережено`);
      onClose();
    },
  });
}

interface ProviderDialogProps {
  known?: ProviderOut;
  onClose: () => void;
}

function useProviderForm({ known, onClose }: ProviderDialogProps) {
  const { t } = useLingui();
  const missing = t`Заповніть це поле`;
  const ofNew = !known && missing;
  return useForm({
    initial: known ? fieldsOf(known) : EMPTY,
    command: useSaving(known, onClose),
    required: { code: ofNew, name_uk: missing, issuer: ofNew, client_id: missing, client_secret: ofNew },
    verbatim: ["client_secret"],
  });
}

/** Where people sign in, and where they return to: fixed once the provider is registered. */
function AddressFields({ form }: { form: Form<Fields> }) {
  const { t } = useLingui();
  const back = `${window.location.origin}/sign-in/return/${form.values.code || "…"}`;
  return (
    <>
      <TextInput
        label={t`Коротке ім’я латиницею`}
        description={t`Адреса повернення для реєстрації: ${back}`}
        maxLength={30}
        autoCapitalize="none"
        {...form.text("code")}
      />
      <TextInput
        label={t`Адреса служби (issuer)`}
        description={t`Її потім не змінити`}
        type="url"
        maxLength={255}
        {...form.text("issuer")}
      />
    </>
  );
}

/** The dialog that registers or edits the sign-in of an organisation. */
export function ProviderDialog(props: ProviderDialogProps) {
  const { known, onClose } = props;
  const { t } = useLingui();
  const form = useProviderForm(props);
  return (
    <FormDialog
      form={form}
      title={known ? t`Вхід організації` : t`Нова організація`}
      lead={
        <Trans>Зареєструйте Віче в службі входу організації та перенесіть сюди те, що вона покаже.</Trans>
      }
      submit={known ? t`Зберегти` : t`Додати`}
      onClose={onClose}
    >
      <TextInput
        label={t`Назва на сторінці входу`}
        maxLength={120}
        data-autofocus
        {...form.text("name_uk")}
      />
      <TextInput
        label={t`Назва англійською`}
        description={t`Можна лишити порожнім`}
        maxLength={120}
        {...form.text("name_en")}
      />
      {!known && <AddressFields form={form} />}
      <TextInput label={t`Ідентифікатор клієнта (client ID)`} maxLength={255} {...form.text("client_id")} />
      <PasswordInput
        label={t`Секрет клієнта (client secret)`}
        description={known && t`Лишіть порожнім, щоб не змінювати`}
        autoComplete="off"
        maxLength={255}
        visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати секрет` }}
        {...form.text("client_secret")}
      />
      <Textarea
        label={t`Домени пошти, яким можна вірити`}
        description={t`Людина з адресою в такому домені дозволить перший вхід із листа. Новий домен підтверджує інший адміністратор. Без доменів кожна людина додає вхід сама в налаштуваннях.`}
        rows={2}
        {...form.text("domains")}
      />
    </FormDialog>
  );
}
