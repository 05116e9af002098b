import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { patchOrganisationContacts } from "@/api/generated/sdk.gen";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { touchedOf, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import classes from "@/modules/registers/registers.module.css";
import { invalidateRegisters } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";

/** How the organisation is reached. */
export function ContactsCard({ organisation }: { organisation: OrganisationOut }) {
  const editing = useDialog();
  return (
    <Card padded title={<Trans>Контакти</Trans>}>
      <Contacts organisation={organisation} />
      {organisation.allowed.includes("edit_contacts") && (
        <div className={classes.buttons}>
          <Button kind="quiet" onClick={() => editing.open()}>
            <Trans>Змінити контакти</Trans>
          </Button>
        </div>
      )}
      {editing.render((_, close) => (
        <ContactsDialog organisation={organisation} onClose={close} />
      ))}
    </Card>
  );
}

function Contacts({ organisation }: { organisation: OrganisationOut }) {
  const { localize: say } = useLocale();
  const { phone, email, website, address } = organisation;
  if (!phone && !email && !website && !address.uk) {
    return (
      <p className="v-small v-t2">
        <Trans>Контактів ще немає.</Trans>
      </p>
    );
  }
  return (
    <ul className="v-small">
      {phone && (
        <li>
          <a className="v-reach" href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
            {phone}
          </a>
        </li>
      )}
      {email && (
        <li>
          <a className="v-reach" href={`mailto:${email}`}>
            {email}
          </a>
        </li>
      )}
      {website && (
        <li>
          <a className="v-reach" href={website} rel="noreferrer noopener" target="_blank">
            {website.replace(/^https?:\/\//, "")}
          </a>
        </li>
      )}
      {address.uk && <li>{say(address)}</li>}
    </ul>
  );
}

function contactsOf({ phone, email, website, address }: OrganisationOut) {
  return { phone, email, website, address: address.uk, address_en: englishOf(address) };
}

type ContactsForm = ReturnType<typeof contactsOf>;

function ContactsDialog({ organisation, onClose }: { organisation: OrganisationOut; onClose: () => void }) {
  const { t } = useLingui();
  const command = useCommand({
    version: organisation.version,
    run: (body: Partial<ContactsForm>, { ifMatch }) =>
      unwrap(
        patchOrganisationContacts({
          path: { organisation_id: organisation.id },
          body,
          headers: ifMatch,
        }),
      ),
    success: t`Контакти збережено`,
    invalidates: invalidateRegisters,
    onSuccess: onClose,
  });
  const form = useForm<ContactsForm>({ initial: contactsOf(organisation), command });
  const submit = () => {
    if (Object.keys(form.own).length === 0) return onClose();
    form.submit((values) => command.mutate(touchedOf(form, values)));
  };
  return (
    <FormDialog
      form={form}
      title={t`Контакти організації`}
      lead={<Trans>Їх бачать усі, хто входить у Віче.</Trans>}
      submit={t`Зберегти`}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput label={t`Телефон`} type="tel" maxLength={40} data-autofocus {...form.text("phone")} />
      <TextInput label={t`Електронна пошта`} type="email" maxLength={254} {...form.text("email")} />
      <TextInput
        label={t`Сайт`}
        type="url"
        placeholder="https://"
        maxLength={300}
        {...form.text("website")}
      />
      <TextInput label={t`Адреса`} maxLength={300} {...form.text("address")} />
      <TextInput label={t`Адреса англійською`} maxLength={300} {...form.text("address_en")} />
    </FormDialog>
  );
}
