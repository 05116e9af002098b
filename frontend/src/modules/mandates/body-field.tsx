import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useLocale } from "@/lib/locale";
import { outsideBodiesQuery } from "@/queries/groups";
import type { Organisation } from "@/queries/types";
import { useMemberOrganisations } from "./use-member-organisations";

/** An organisation, or an outside body without an account. */
export interface Body {
  id: string;
  outside: boolean;
}

interface BodyFieldProps {
  label: string;
  description: string;
  groupId: string;
  /** Who is named now, whether or not they sit in the group. */
  present?: Organisation;
  value: Body | null;
  onChange: (body: Body) => void;
  error: ReactNode;
}

/** One organisation of the group, or a body without an account. */
export function BodyField({ groupId, present, value, onChange, ...field }: BodyFieldProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const isOutside = value?.outside && value.id === present?.id;
  const organisations = useMemberOrganisations(groupId, present && !isOutside ? [present] : []);
  const { data: bodies = [] } = useQuery(outsideBodiesQuery(groupId));
  const named = organisations.map((one) => ({ value: one.id, label: localize(one.short_name) }));
  const outside = bodies.map((one) => ({ value: one.id, label: localize(one.name) }));
  return (
    <Select
      placeholder={t`Виберіть`}
      data={[
        { group: t`Організації групи`, items: named },
        ...(outside.length > 0 ? [{ group: t`Без облікового запису`, items: outside }] : []),
      ]}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t`У групі такої організації немає`}
      value={value?.id ?? null}
      onChange={(id) => id && onChange({ id, outside: outside.some((one) => one.value === id) })}
      {...field}
    />
  );
}
