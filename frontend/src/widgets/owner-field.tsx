import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { outsideBodiesQuery } from "@/data/groups";
import { Button } from "@/design/button";
import { fieldError } from "@/design/field-error";
import { SectorShape } from "@/design/sector";
import { useReader } from "@/lib/reader";
import { EditBody } from "./edit-body";
import { NewBody } from "./new-body";
import { useSeatedOrganisations } from "./use-seated";

/** Whose work it is: an organisation, or a body without an account. */
export interface Owner {
  id: string;
  outside: boolean;
}

export const ownerOf = (action: ActionOut): Owner => ({
  id: action.owner.id,
  outside: action.owner_outside,
});

/** The same as the API takes it. */
export function ownerBody(owner: Owner | null): { owner_organisation?: string; outside_body?: string } {
  if (!owner) return {};
  return owner.outside ? { outside_body: owner.id } : { owner_organisation: owner.id };
}

interface OwnerFieldProps {
  groupId: string;
  value: Owner | null;
  onChange: (owner: Owner) => void;
  error?: string;
}

const NEW = "new";

/** An organisation of the group, or a body without an account: one that is known, or another that is added here. */
export function OwnerField({ groupId, value, onChange, error }: OwnerFieldProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState(false);
  const organisations = useSeatedOrganisations(groupId);
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
        description={t`Організація, не людина`}
        placeholder={t`Виберіть`}
        data={bodies.data ? choices : choices.slice(0, 1)}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t`У групі такої організації немає`}
        value={adding ? NEW : (value?.id ?? null)}
        onChange={(id) => {
          setAdding(id === NEW);
          setEditing(false);
          if (id && id !== NEW) onChange({ id, outside: outside.some((one) => one.value === id) });
        }}
        leftSection={!adding && shown && <SectorShape sector={shown.sector} size={16} />}
        error={fieldError(error)}
      />
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
