import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { putTerritoryContactPoints } from "@/api/generated/sdk.gen";
import type { ContactPointInRequest, ContactPointOut, TerritoryDetails } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import classes from "@/modules/registers/registers.module.css";
import { CONTACT_KINDS } from "@/modules/registers/words";
import { invalidateRegisters } from "@/queries/keys";
import { Button, ToolButton } from "@/ui/button";
import { Card, CardFoot, CardList } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
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

function useSetting(territory: TerritoryDetails, onSuccess?: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: (items: Form[], { ifMatch }) =>
      unwrap(
        putTerritoryContactPoints({
          path: { territory_id: territory.id },
          body: { items },
          headers: ifMatch,
        }),
      ),
    version: territory.version,
    success: t`Контакти збережено`,
    invalidates: invalidateRegisters,
    onSuccess,
  });
}

/** Where people there turn for help. */
export function ContactPointsCard({ territory }: { territory: TerritoryDetails }) {
  // What is written anew, or corrected.
  const asked = useDialog<Form>();
  const may = territory.allowed.includes("set_contact_points");
  const points = territory.contact_points;
  const setting = useSetting(territory);
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
                  onEdit={() => asked.open(asSent(point))}
                  onRemove={() => setting.mutate(without(place))}
                />
              )}
            </Point>
          ))}
        </CardList>
      )}
      {may && (
        <CardFoot>
          <Button kind="quiet" onClick={() => asked.open(NEW)}>
            <Trans>Додати контакт</Trans>
          </Button>
        </CardFoot>
      )}
      {asked.render((was, close) => (
        <PointDialog territory={territory} was={was} onClose={close} />
      ))}
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

/** Where the corrected one stands; a new one, and one that somebody else has removed, comes last. */
function placeOf(known: Form[], was: Form): number {
  const found = known.findIndex((one) => JSON.stringify(one) === JSON.stringify(was));
  return found < 0 ? known.length : found;
}

const FIELDS = Object.keys(NEW) as (keyof Form)[];

function usePoint(territory: TerritoryDetails, was: Form, onClose: () => void) {
  const { t } = useLingui();
  const setting = useSetting(territory, onClose);
  const known = territory.contact_points.map(asSent);
  const place = placeOf(known, was);
  return useForm<Form>({
    initial: was,
    command: {
      ...setting,
      mutate: (now: Form) => setting.mutate([...known.slice(0, place), now, ...known.slice(place + 1)]),
    },
    required: { name: t`Напишіть назву` },
    validate: ({ phone, email, address }) => ({
      phone: !(phone || email || address) && t`Впишіть телефон, електронну пошту або адресу`,
    }),
    pointers: Object.fromEntries(FIELDS.map((name) => [name, [`/items/${place}/${name}`]])),
  });
}

function PointDialog({ territory, was, onClose }: PointDialogProps) {
  const { t, i18n } = useLingui();
  const form = usePoint(territory, was, onClose);
  return (
    <FormDialog
      form={form}
      title={was === NEW ? t`Додати контакт` : t`Змінити контакт`}
      lead={<Trans>Його бачать усі, хто входить у Віче.</Trans>}
      submit={was === NEW ? t`Додати` : t`Зберегти`}
      onClose={onClose}
    >
      <Select
        label={t`Служба`}
        data={Object.entries(CONTACT_KINDS).map(([value, label]) => ({ value, label: i18n._(label) }))}
        allowDeselect={false}
        {...form.choice("kind")}
      />
      <TextInput label={t`Назва`} maxLength={200} data-autofocus {...form.text("name")} />
      <TextInput label={t`Телефон`} type="tel" maxLength={40} {...form.text("phone")} />
      <TextInput label={t`Електронна пошта`} type="email" maxLength={254} {...form.text("email")} />
      <TextInput label={t`Адреса`} maxLength={300} {...form.text("address")} />
      <TextInput label={t`Назва англійською`} maxLength={200} {...form.text("name_en")} />
      <TextInput label={t`Адреса англійською`} maxLength={300} {...form.text("address_en")} />
    </FormDialog>
  );
}
