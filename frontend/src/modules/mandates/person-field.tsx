import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useLocale } from "@/lib/locale";
import { toAppointQuery } from "@/queries/mandates";
import { Segments } from "@/ui/choice";
import classes from "./mandates.module.css";

export const DEBOUNCE_MS = 250;

/** A person by id, or by the address with which they sign in. */
export interface Who {
  by: "name" | "email";
  personId: string | null;
  email: string;
}

export const EMPTY_PERSON: Who = { by: "name", personId: null, email: "" };

const isNamed = ({ by, personId, email }: Who) => (by === "name" ? Boolean(personId) : email.includes("@"));

/** What the API takes of somebody who is named. */
export function personOf({ by, personId, email }: Who): { person: string } | { email: string } {
  return by === "name" ? { person: personId ?? "" } : { email: email.trim() };
}

/** What names a person, of the fields that the server knows. */
export const WHO_POINTERS = ["/person", "/email"];

/** What is said where nobody is named. */
export function useWhoProblem(): (who: Who) => string | false {
  const { t } = useLingui();
  return (who) =>
    !isNamed(who) && (who.by === "name" ? t`Виберіть людину` : t`Впишіть адресу електронної пошти`);
}

interface WhoFieldProps {
  organisationId: string;
  label: string;
  value: Who;
  onChange: (who: Who) => void;
  error: ReactNode;
}

/** Somebody the reader knows, or anybody by address: whom one does not know one does not find. */
export function WhoField({ value: who, onChange, error, ...rest }: WhoFieldProps) {
  const { t } = useLingui();
  return (
    <div className={classes.who}>
      <Segments
        label={t`Як знайти людину`}
        value={who.by}
        onChange={(by) => onChange({ ...who, by })}
        segments={[
          { value: "name", label: t`За іменем` },
          { value: "email", label: t`За е-поштою` },
        ]}
      />
      {who.by === "name" ? (
        <ByName
          {...rest}
          value={who.personId}
          onChange={(personId) => onChange({ ...who, personId })}
          error={error}
        />
      ) : (
        <TextInput
          label={t`Електронна пошта`}
          description={t`Та, з якою людина входить у Віче`}
          type="email"
          autoComplete="off"
          value={who.email}
          onChange={(event) => onChange({ ...who, email: event.currentTarget.value })}
          error={error}
        />
      )}
    </div>
  );
}

interface ByNameProps {
  organisationId: string;
  label: string;
  value: string | null;
  onChange: (personId: string | null) => void;
  error: ReactNode;
}

function ByName({ organisationId, label, value, onChange, error }: ByNameProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [words, setWords] = useState("");
  const [asked] = useDebouncedValue(words, DEBOUNCE_MS);
  const { data: people = [] } = useQuery({
    ...toAppointQuery(organisationId, asked),
    enabled: organisationId !== "",
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      label={label}
      placeholder={t`Почніть писати ім’я`}
      data={people.map((one) => ({ value: one.id, label: say(one.name) }))}
      searchable
      nothingFoundMessage={t`Нікого не знайдено. Спробуйте за е-поштою`}
      onSearchChange={setWords}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
