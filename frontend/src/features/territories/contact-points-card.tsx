import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { putTerritoryContactPoints } from "@/api/generated/sdk.gen";
import type { ContactPointInRequest, ContactPointOut, TerritoryDetails } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useSeenVersion } from "@/kit/use-edit";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import classes from "@/modules/registers/registers.module.css";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { CONTACT_KINDS } from "@/modules/registers/words";
import { Button, ToolButton } from "@/ui/button";
import { Card, CardFoot, CardList } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { EmptyState } from "@/ui/feedback";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";

type Form = Required<ContactPointInRequest>;

/** As it stands, ready to be sent again. */
function asSent({ kind, name, phone, email, address }: ContactPointOut): Form {
  return {
    kind,
    name: name.uk,
    name_en: englishOf(name),
    phone,
    email,
    address: address.uk,
    address_en: englishOf(address),
  };
}

function useSetting(territory: TerritoryDetails, onDone: () => void) {
  const { t } = useLingui();
  const { begin, send } = useSeenVersion(territory.version);
  const setting = useRegisterChange({
    ask: (items: Form[]) =>
      send((headers) =>
        unwrap(putTerritoryContactPoints({ path: { territory_id: territory.id }, body: { items }, headers })),
      ),
    said: t`Контакти збережено`,
    onDone,
  });
  return { begin, setting };
}

/** Where people there turn for help. */
export function ContactPointsCard({ territory }: { territory: TerritoryDetails }) {
  // What is written anew, or corrected.
  const [asked, setAsked] = useState<Form | null>(null);
  const may = territory.allowed.includes("set_contact_points");
  const points = territory.contact_points;
  const { setting } = useSetting(territory, () => undefined);
  const without = (place: number) => points.filter((_one, index) => index !== place).map(asSent);
  return (
    <Card title={<Trans>Куди звертатися</Trans>}>
      {points.length === 0 ? (
        <EmptyState title={<Trans>Контактів ще немає</Trans>} />
      ) : (
        <CardList>
          {points.map((point, place) => (
            <Point key={`${point.kind}-${point.name.uk}`} point={point}>
              {may && (
                <PointSteps
                  point={point}
                  onEdit={() => setAsked(asSent(point))}
                  onRemove={() => setting.mutate(without(place))}
                />
              )}
            </Point>
          ))}
        </CardList>
      )}
      {may && (
        <CardFoot>
          <Button kind="quiet" onClick={() => setAsked(NEW)}>
            <Trans>Додати контакт</Trans>
          </Button>
        </CardFoot>
      )}
      {asked && <PointDialog territory={territory} was={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}

interface PointStepsProps {
  point: ContactPointOut;
  onEdit: () => void;
  onRemove: () => void;
}

function PointSteps({ point, onEdit, onRemove }: PointStepsProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(point.name);
  return (
    <>
      <ToolButton label={t`Змінити: ${name}`} onClick={onEdit}>
        <Icon of={IconPencil} />
      </ToolButton>
      <ToolButton label={t`Прибрати: ${name}`} onClick={onRemove}>
        <Icon of={IconTrash} />
      </ToolButton>
    </>
  );
}

function Point({ point, children }: { point: ContactPointOut; children: ReactNode }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  return (
    <ListRow title={say(point.name)} actions={children}>
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
    </ListRow>
  );
}

const NEW: Form = {
  kind: "police",
  name: "",
  name_en: "",
  phone: "",
  email: "",
  address: "",
  address_en: "",
};

interface PointDialogProps {
  territory: TerritoryDetails;
  was: Form;
  onClose: () => void;
}

/** The points with one corrected where it stands; a new one, and one that somebody else has removed, comes last. */
function corrected(points: ContactPointOut[], was: Form, now: Form): { items: Form[]; place: number } {
  const known = points.map(asSent);
  const found = known.findIndex((one) => JSON.stringify(one) === JSON.stringify(was));
  const place = found < 0 ? known.length : found;
  return { items: [...known.slice(0, place), now, ...known.slice(place + 1)], place };
}

function PointDialog({ territory, was, onClose }: PointDialogProps) {
  const { t, i18n } = useLingui();
  const [form, setForm] = useState(was);
  const [tried, setTried] = useState(false);
  const { begin, setting } = useSetting(territory, onClose);
  const { items, place } = corrected(territory.contact_points, was, { ...form, name: form.name.trim() });
  const leads = Boolean(form.phone || form.email || form.address);
  const change = (part: Partial<Form>) => {
    begin();
    setForm((now) => ({ ...now, ...part }));
  };
  const send = () => {
    setTried(true);
    if (form.name.trim() && leads) setting.mutate(items);
  };
  const field = (name: Exclude<keyof typeof NEW, "kind">, most: number, missing?: string | false) => ({
    maxLength: most,
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    error: fieldError((tried && missing) || fieldErrorAt(setting.error, `/items/${place}/${name}`)),
  });
  return (
    <Dialog
      opened
      title={was === NEW ? t`Додати контакт` : t`Змінити контакт`}
      lead={<Trans>Його бачать усі, хто входить у Віче.</Trans>}
      submit={was === NEW ? t`Додати` : t`Зберегти`}
      busy={setting.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <Select
        label={t`Служба`}
        data={Object.entries(CONTACT_KINDS).map(([value, label]) => ({ value, label: i18n._(label) }))}
        allowDeselect={false}
        value={form.kind}
        onChange={(kind) => kind && change({ kind: kind as Form["kind"] })}
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
      <FormErrors error={setting.error} />
    </Dialog>
  );
}
