import { Trans, useLingui } from "@lingui/react/macro";
import { MultiSelect, Radio } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { AudienceInRequest, MembershipOut } from "@/api/generated/types.gen";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { countPeople, usePeopleWords } from "@/modules/groups/people-count";
import { membersQuery } from "@/queries/groups";
import { fieldError } from "@/ui/field-error";
import classes from "./audience-field.module.css";

/** Open to the group; restricted but announced to the group; or restricted and hidden. */
export type Reach = "group" | "known" | "named";

/** The chosen readers of a thread. */
export interface Audience {
  reach: Reach;
  organisations: string[];
  people: string[];
}

export const WHOLE_GROUP: Audience = { reach: "group", organisations: [], people: [] };

export const isRestricted = ({ reach }: Audience) => reach !== "group";

/** What the server takes. */
export function audienceIn(audience: Audience): AudienceInRequest {
  const { reach, organisations, people } = audience;
  if (reach === "group") return { visibility: "group" };
  const announced = reach === "known" || undefined;
  return { visibility: "restricted", organisations, people, announced };
}

export function isEmptyAudience(audience: Audience): boolean {
  return isRestricted(audience) && audience.organisations.length + audience.people.length === 0;
}

interface AudienceFieldProps {
  groupId: string;
  /** What the group would see of a restricted thread. */
  title: string;
  /** Drafts and closed threads are not announced. */
  mayBeKnown: boolean;
  value: Audience;
  onChange: (value: Audience) => void;
  error?: ReactNode;
}

/** The choice with its consequence beside it: who will read, by name. */
export function AudienceField({ groupId, title, mayBeKnown, value, onChange, error }: AudienceFieldProps) {
  const { t } = useLingui();
  const { data: members } = useQuery(membersQuery(groupId));
  return (
    <div className={classes.audience}>
      <Radio.Group
        label={t`Хто бачить тему`}
        value={value.reach}
        onChange={(reach) => onChange({ ...value, reach: reach as Reach })}
      >
        <div className={classes.choices}>
          <Radio value="group" label={t`Уся група`} />
          {mayBeKnown && <Radio value="known" label={t`Названі, а решта групи знає, що тема є`} />}
          <Radio value="named" label={t`Лише названі`} />
        </div>
      </Radio.Group>
      {isRestricted(value) && <Named members={members} value={value} onChange={onChange} error={error} />}
      {members && <Consequence members={members} value={value} />}
      {value.reach === "known" && (
        <p className="v-small v-t2">
          <Known title={title} />
        </p>
      )}
    </div>
  );
}

function Known({ title }: { title: string }) {
  if (!title) {
    return (
      <Trans>
        Кожен у групі побачить назву, хто веде тему і що вона не для всіх, і зможе попросити доступ. Не
        побачить ні повідомлень, ні їх кількості, ні коли пишуть, ні хто читає.
      </Trans>
    );
  }
  return (
    <Trans>
      Кожен у групі побачить назву «{title}», хто веде тему і що вона не для всіх, і зможе попросити доступ.
      Не побачить ні повідомлень, ні їх кількості, ні коли пишуть, ні хто читає.
    </Trans>
  );
}

interface NamedProps {
  /** Until they are known nobody can be named. */
  members: MembershipOut[] | undefined;
  value: Audience;
  onChange: (value: Audience) => void;
  error?: ReactNode;
}

function Named({ members = [], value, onChange, error }: NamedProps) {
  const { t } = useLingui();
  const { localize: say, language } = useLocale();
  const compare = byName(language);
  const sorted = (options: Map<string, string>, mark: string) =>
    [...options]
      .map(([id, label]) => ({ value: `${mark}${id}`, label }))
      .sort((a, b) => compare(a.label, b.label));
  const organisations = new Map(
    members.map(({ organisation }) => [organisation.id, say(organisation.short_name)]),
  );
  const people = new Map(members.map(({ person }) => [person.id, say(person.name)]));
  const ids = (chosen: string[], mark: string) =>
    chosen.filter((one) => one.startsWith(mark)).map((one) => one.slice(mark.length));
  return (
    <MultiSelect
      label={t`Кого назвати`}
      description={t`Організацію назвіть, коли бачити має кожен її представник у групі`}
      data={[
        { group: t`Організації`, items: sorted(organisations, "o:") },
        { group: t`Люди`, items: sorted(people, "p:") },
      ]}
      disabled={members.length === 0}
      searchable
      hidePickedOptions
      nothingFoundMessage={t`У групі такого немає`}
      value={[...value.organisations.map((id) => `o:${id}`), ...value.people.map((id) => `p:${id}`)]}
      onChange={(chosen) =>
        onChange({ ...value, organisations: ids(chosen, "o:"), people: ids(chosen, "p:") })
      }
      error={typeof error === "string" ? fieldError(error) : error}
    />
  );
}

const LISTED = 8;

/** In plain words, who will read it and who will not. */
interface ConsequenceProps {
  members: MembershipOut[];
  value: Audience;
}

function Consequence({ members, value }: ConsequenceProps) {
  const { localize: say } = useLocale();
  const reads = ({ person, organisation }: MembershipOut) =>
    !isRestricted(value) || value.people.includes(person.id) || value.organisations.includes(organisation.id);
  const peopleWords = usePeopleWords();
  const readers = new Map(members.filter(reads).map(({ person }) => [person.id, say(person.name)]));
  if (!isRestricted(value)) {
    const count = peopleWords(countPeople(members));
    return (
      <p className="v-small v-t2">
        <Trans>Побачить кожен, хто в групі тепер і хто прийде згодом. Зараз це {count}.</Trans>
      </p>
    );
  }
  const names = [...readers.values()].slice(0, LISTED).join(", ");
  const more = readers.size - LISTED;
  return (
    <p className="v-small v-t2" aria-live="polite">
      {readers.size === 0 && <Trans>Поки що побачить лише той, хто веде тему.</Trans>}
      {readers.size > 0 && more <= 0 && <Trans>Побачать: {names}, а також той, хто веде тему.</Trans>}
      {more > 0 && (
        <Trans>
          Побачать: {names}, ще {more} і той, хто веде тему.
        </Trans>
      )}{" "}
      {value.reach === "named" && <Trans>Решта групи не дізнається навіть, що вона є.</Trans>}
    </p>
  );
}
