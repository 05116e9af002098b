import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { MembershipOut } from "@/api/generated/types.gen";
import { groupsQuery, membersQuery } from "@/data/groups";
import type { SearchAsked } from "@/data/search";
import { byName } from "@/lib/dates";
import { useReader } from "@/lib/reader";
import classes from "./search.module.css";

interface NarrowingProps {
  asked: SearchAsked;
  onAsk: (change: Partial<SearchAsked>) => void;
}

const ANY = "";

/** Where and when; in a group also who and on whose behalf. */
export function Narrowing({ asked, onAsk }: NarrowingProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const { data: groups = [] } = useQuery(groupsQuery);
  return (
    <div className={classes.narrowing}>
      {groups.length > 0 && (
        <Select
          label={t`Де`}
          data={[
            { value: ANY, label: t`У всіх групах` },
            ...groups.map((one) => ({ value: one.id, label: say(one.name) })),
          ]}
          value={asked.group ?? ANY}
          onChange={(group) =>
            onAsk({ group: group || undefined, author: undefined, organisation: undefined })
          }
        />
      )}
      {asked.group && <InGroup groupId={asked.group} asked={asked} onAsk={onAsk} />}
      <Select
        label={t`Коли`}
        data={[
          { value: ANY, label: t`Будь-коли` },
          { value: "7", label: t`За тиждень` },
          { value: "30", label: t`За місяць` },
          { value: "365", label: t`За рік` },
        ]}
        value={String(asked.days ?? ANY)}
        onChange={(days) => onAsk({ days: days ? Number(days) : undefined })}
      />
    </div>
  );
}

function InGroup({ groupId, asked, onAsk }: NarrowingProps & { groupId: string }) {
  const { t } = useLingui();
  const { say, language } = useReader();
  const compare = byName(language);
  const { data: members = [] } = useQuery(membersQuery(groupId));
  const options = (named: (member: MembershipOut) => { id: string; label: string }) =>
    [
      ...new Map(members.map(named).map((one) => [one.id, { value: one.id, label: one.label }])).values(),
    ].sort((one, other) => compare(one.label, other.label));
  const people = options(({ person }) => ({ id: person.id, label: say(person.name) }));
  const organisations = options(({ organisation }) => ({
    id: organisation.id,
    label: say(organisation.short_name),
  }));
  return (
    <>
      <Select
        label={t`Хто`}
        data={[{ value: ANY, label: t`Будь-хто` }, ...people]}
        value={asked.author ?? ANY}
        onChange={(author) => onAsk({ author: author || undefined })}
        searchable
      />
      <Select
        label={t`Організація`}
        data={[{ value: ANY, label: t`Будь-яка` }, ...organisations]}
        value={asked.organisation ?? ANY}
        onChange={(organisation) => onAsk({ organisation: organisation || undefined })}
        searchable
      />
    </>
  );
}
