import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { patchOrganisationContacts } from "@/api/generated/sdk.gen";
import type { OrganisationOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useEdit } from "@/kit/use-edit";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import classes from "@/modules/registers/registers.module.css";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

/** How the organisation is reached. */
export function ContactsCard({ organisation }: { organisation: OrganisationOut }) {
  const [editing, setEditing] = useState(false);
  return (
    <Card padded title={<Trans>Контакти</Trans>}>
      <Contacts organisation={organisation} />
      {organisation.allowed.includes("edit_contacts") && (
        <div className={classes.buttons}>
          <Button kind="quiet" onClick={() => setEditing(true)}>
            <Trans>Змінити контакти</Trans>
          </Button>
        </div>
      )}
      {editing && <ContactsDialog organisation={organisation} onClose={() => setEditing(false)} />}
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

function ContactsDialog({ organisation, onClose }: { organisation: OrganisationOut; onClose: () => void }) {
  const { t } = useLingui();
  const { phone, email, website, address } = organisation;
  const from = { phone, email, website, address: address.uk, address_en: englishOf(address) };
  const { form, own, touched, change, send } = useEdit(from, organisation.version);
  const changing = useRegisterChange({
    ask: (body: Partial<typeof form>) =>
      send((headers) =>
        unwrap(patchOrganisationContacts({ path: { organisation_id: organisation.id }, body, headers })),
      ),
    said: t`Контакти збережено`,
    onDone: onClose,
  });
  const field = (name: keyof typeof form, most: number) => ({
    maxLength: most,
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    error: fieldError(fieldErrorAt(changing.error, `/${name}`)),
  });
  return (
    <Dialog
      opened
      title={t`Контакти організації`}
      lead={<Trans>Їх бачать усі, хто входить у Віче.</Trans>}
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={() => (touched ? changing.mutate(own) : onClose())}
    >
      <TextInput label={t`Телефон`} type="tel" data-autofocus {...field("phone", 40)} />
      <TextInput label={t`Електронна пошта`} type="email" {...field("email", 254)} />
      <TextInput label={t`Сайт`} type="url" placeholder="https://" {...field("website", 300)} />
      <TextInput label={t`Адреса`} {...field("address", 300)} />
      <TextInput label={t`Адреса англійською`} {...field("address_en", 300)} />
      <FormErrors error={changing.error} />
    </Dialog>
  );
}
