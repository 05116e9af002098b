import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { answered } from "@/api/answered";
import { putTerritoryContactPoints } from "@/api/generated/sdk.gen";
import type { ContactPointInRequest, ContactPointOut, TerritoryDetails } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { Button, ToolButton } from "@/design/button";
import { Card, CardFoot, CardList } from "@/design/card";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import classes from "@/widgets/registers/registers.module.css";
import { refusedAt, useRegisterChange } from "@/widgets/registers/use-register-change";
import { CONTACT_KINDS } from "@/widgets/registers/words";

/** As it stands, ready to be sent again. */
function asSent({ kind, name, phone, email, address }: ContactPointOut): ContactPointInRequest {
  const english = (text: ContactPointOut["name"]) => (text.en === text.uk ? "" : text.en);
  return {
    kind,
    name: name.uk,
    name_en: english(name),
    phone,
    email,
    address: address.uk,
    address_en: english(address),
  };
}

function useSetting(territory: TerritoryDetails, onDone: () => void) {
  const { t } = useLingui();
  return useRegisterChange({
    ask: (items: ContactPointInRequest[]) =>
      answered(
        putTerritoryContactPoints({
          path: { territory_id: territory.id },
          body: { items },
          headers: ifMatch(territory.version),
        }),
      ),
    said: t`Контакти збережено`,
    onDone,
  });
}

/** Where people there turn for help. */
export function ContactPointsCard({ territory }: { territory: TerritoryDetails }) {
  const [adding, setAdding] = useState(false);
  const may = territory.allowed.includes("set_contact_points");
  const points = territory.contact_points;
  const setting = useSetting(territory, () => undefined);
  const without = (place: number) => points.filter((_one, index) => index !== place).map(asSent);
  return (
    <Card title={<Trans>Куди звертатися</Trans>}>
      {points.length === 0 ? (
        <EmptyState title={<Trans>Контактів ще немає</Trans>} />
      ) : (
        <CardList>
          {points.map((point, place) => (
            <Point
              key={`${point.kind}-${point.name.uk}`}
              point={point}
              onRemove={may ? () => setting.mutate(without(place)) : undefined}
            />
          ))}
        </CardList>
      )}
      {may && (
        <CardFoot>
          <Button kind="quiet" onClick={() => setAdding(true)}>
            <Trans>Додати контакт</Trans>
          </Button>
        </CardFoot>
      )}
      {adding && <AddDialog territory={territory} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function Point({ point, onRemove }: { point: ContactPointOut; onRemove?: () => void }) {
  const { t, i18n } = useLingui();
  const { say } = useReader();
  const name = say(point.name);
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <b>{name}</b>
        <p className="v-tiny v-t2">{i18n._(CONTACT_KINDS[point.kind])}</p>
        <p className={`v-small ${classes.facts}`}>
          {point.phone && (
            <a className="v-reach" href={`tel:${point.phone.replace(/[^\d+]/g, "")}`}>
              {point.phone}
            </a>
          )}
          {point.email && (
            <a className="v-reach" href={`mailto:${point.email}`}>
              {point.email}
            </a>
          )}
          {point.address.uk && <span>{say(point.address)}</span>}
        </p>
      </div>
      {onRemove && (
        <ToolButton label={t`Прибрати: ${name}`} onClick={onRemove}>
          <IconTrash size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      )}
    </li>
  );
}

const NEW: Required<ContactPointInRequest> = {
  kind: "police",
  name: "",
  name_en: "",
  phone: "",
  email: "",
  address: "",
  address_en: "",
};

function AddDialog({ territory, onClose }: { territory: TerritoryDetails; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [form, setForm] = useState(NEW);
  const [tried, setTried] = useState(false);
  const setting = useSetting(territory, onClose);
  const known = territory.contact_points.map(asSent);
  const leads = Boolean(form.phone || form.email || form.address);
  const send = () => {
    setTried(true);
    if (form.name.trim() && leads) setting.mutate([...known, { ...form, name: form.name.trim() }]);
  };
  const field = (name: Exclude<keyof typeof NEW, "kind">, most: number, missing?: string | false) => ({
    maxLength: most,
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setForm((now) => ({ ...now, [name]: value }));
    },
    error: fieldError((tried && missing) || refusedAt(setting.error, `/items/${known.length}/${name}`)),
  });
  return (
    <Dialog
      opened
      title={t`Додати контакт`}
      lead={<Trans>Його бачать усі, хто входить у Віче.</Trans>}
      submit={t`Додати`}
      busy={setting.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <Select
        label={t`Служба`}
        data={Object.entries(CONTACT_KINDS).map(([value, label]) => ({ value, label: i18n._(label) }))}
        allowDeselect={false}
        value={form.kind}
        onChange={(kind) => kind && setForm({ ...form, kind: kind as ContactPointInRequest["kind"] })}
      />
      <TextInput
        label={t`Назва`}
        data-autofocus
        {...field("name", 200, !form.name.trim() && t`Напишіть назву`)}
      />
      <TextInput
        label={t`Телефон`}
        type="tel"
        {...field("phone", 40, !leads && t`Впишіть телефон, електронну пошту або адресу`)}
      />
      <TextInput label={t`Електронна пошта`} type="email" {...field("email", 254)} />
      <TextInput label={t`Адреса`} {...field("address", 300)} />
      <TextInput label={t`Назва англійською`} {...field("name_en", 200)} />
      <TextInput label={t`Адреса англійською`} {...field("address_en", 300)} />
    </Dialog>
  );
}
