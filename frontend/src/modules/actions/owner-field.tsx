import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type {
  ActionOut,
  OutsideBodyOut,
  PatchedEditActionInRequest,
  PersonRef,
} from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useMemberOrganisations } from "@/modules/mandates/use-member-organisations";
import { SectorShape } from "@/modules/organisations/sector";
import { outsideBodiesQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { EditBody } from "./edit-external-owner";
import { NewBody } from "./new-external-owner";
import { type Owner, OwnerPersonField } from "./owner-person-field";

export type { Owner };

export const ownerOf = (action: ActionOut): Owner => ({
  id: action.owner.id,
  outside: action.owner_outside,
});

/** The same as the API takes it. */
export function ownerBody(
  owner: Owner | null,
): Pick<PatchedEditActionInRequest, "owner_organisation" | "owner" | "outside_body"> {
  if (!owner) return {};
  if (owner.outside) return { outside_body: owner.id };
  const { id, mandateId } = owner;
  return { owner_organisation: id, ...(mandateId === undefined ? {} : { owner: mandateId }) };
}

interface OwnerFieldProps {
  groupId: string;
  value: Owner | null;
  /** The person whose work it is now, as long as the owner is the same. */
  person?: PersonRef | null;
  onChange: (owner: Owner) => void;
  error: ReactNode;
  /** What the server said of the last attempt. */
  problem: unknown;
}

const NEW = "new";

/** Load who may own an item of the group, as options of the field. */
function useOwnerChoices(groupId: string) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const organisations = useMemberOrganisations(groupId);
  // Only readers who may create items get them.
  const { data: bodies } = useQuery(outsideBodiesQuery(groupId));
  const outside = bodies?.map((one) => ({ value: one.id, label: localize(one.name) })) ?? [];
  const members = {
    group: t`Організації групи`,
    items: organisations.map((one) => ({ value: one.id, label: localize(one.short_name) })),
  };
  const others = {
    group: t`Без облікового запису`,
    items: [...outside, { value: NEW, label: t`Додати виконавця без облікового запису…` }],
  };
  return { organisations, bodies, choices: bodies ? [members, others] : [members] };
}

/**
 * An organisation of the group, and maybe one of its people there; or a body without an account: one that is
 * known, or another that is added here.
 */
export function OwnerField({ groupId, value, person, onChange, error, problem }: OwnerFieldProps) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const { organisations, bodies, choices } = useOwnerChoices(groupId);
  const choose = (id: string | null) => {
    setAdding(id === NEW);
    if (id && id !== NEW && id !== value?.id)
      onChange({ id, outside: bodies?.some((one) => one.id === id) ?? false });
  };
  const shown = organisations.find((one) => one.id === value?.id);
  const body = bodies?.find((one) => one.id === value?.id && one.allowed.includes("edit"));
  return (
    <>
      <Select
        label={t`Виконавець`}
        description={t`Відповідає організація; людину в ній можна вибрати далі`}
        placeholder={t`Виберіть`}
        data={choices}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t`У групі такої організації немає`}
        value={adding ? NEW : (value?.id ?? null)}
        onChange={choose}
        leftSection={!adding && shown && <SectorShape sector={shown.sector} size={16} />}
        error={error}
      />
      {value && !value.outside && !adding && (
        <OwnerPersonField
          key={value.id}
          groupId={groupId}
          owner={value}
          present={person}
          onChange={onChange}
          problem={problem}
        />
      )}
      {body && !adding && <BodyDetails key={body.id} groupId={groupId} body={body} />}
      {adding && (
        <NewBody
          groupId={groupId}
          onAdded={({ id }) => {
            setAdding(false);
            onChange({ id, outside: true });
          }}
        />
      )}
    </>
  );
}

/** A button, and in its place the fields of an owner without an account once it is pressed. */
function BodyDetails({ groupId, body }: { groupId: string; body: OutsideBodyOut }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <EditBody groupId={groupId} body={body} onDone={() => setEditing(false)} />;
  return (
    <Button kind="ghost" onClick={() => setEditing(true)}>
      <Trans>Змінити дані виконавця</Trans>
    </Button>
  );
}
