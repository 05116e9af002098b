import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { ActionOut, PatchedEditActionInRequest, PersonRef } from "@/api/generated/types.gen";
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

/**
 * An organisation of the group, and maybe one of its people there; or a body without an account: one that is
 * known, or another that is added here.
 */
export function OwnerField({ groupId, value, person, onChange, error, problem }: OwnerFieldProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState(false);
  const organisations = useMemberOrganisations(groupId);
  // Those who make items alone know of them.
  const bodies = useQuery(outsideBodiesQuery(groupId));
  const outside = bodies.data?.map((one) => ({ value: one.id, label: say(one.name) })) ?? [];
  const choices = [
    {
      group: t`Організації групи`,
      items: organisations.map((one) => ({ value: one.id, label: say(one.short_name) })),
    },
    {
      group: t`Без облікового запису`,
      items: [...outside, { value: NEW, label: t`Додати виконавця без облікового запису…` }],
    },
  ];
  const shown = organisations.find((one) => one.id === value?.id);
  const body = bodies.data?.find((one) => one.id === value?.id && one.allowed.includes("edit"));
  return (
    <>
      <Select
        label={t`Виконавець`}
        description={t`Відповідає організація; людину в ній можна вибрати далі`}
        placeholder={t`Виберіть`}
        data={bodies.data ? choices : choices.slice(0, 1)}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t`У групі такої організації немає`}
        value={adding ? NEW : (value?.id ?? null)}
        onChange={(id) => {
          setAdding(id === NEW);
          setEditing(false);
          if (id && id !== NEW && id !== value?.id)
            onChange({ id, outside: outside.some((one) => one.value === id) });
        }}
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
      {body && !adding && !editing && (
        <Button kind="ghost" onClick={() => setEditing(true)}>
          <Trans>Змінити дані виконавця</Trans>
        </Button>
      )}
      {body && editing && (
        <EditBody key={body.id} groupId={groupId} body={body} onDone={() => setEditing(false)} />
      )}
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
