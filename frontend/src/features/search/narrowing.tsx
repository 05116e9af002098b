import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocale } from "@/lib/locale";
import { groupsQuery } from "@/queries/groups";
import { DateField } from "@/ui/date-field";
import { fieldError } from "@/ui/field-error";
import { AuthorField, type NarrowingProps, OrganisationField } from "./found-fields";
import classes from "./search.module.css";

const ANY = "";

/** Where, who and on whose behalf, and when. */
export function Narrowing({ asked, onAsk }: NarrowingProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
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
          onChange={(group) => onAsk({ group: group || undefined })}
        />
      )}
      <AuthorField asked={asked} onAsk={onAsk} />
      <OrganisationField asked={asked} onAsk={onAsk} />
      <When asked={asked} onAsk={onAsk} />
    </div>
  );
}

const DATES = "dates";
const WHENEVER = { days: undefined, from: undefined, until: undefined };

function When({ asked, onAsk }: NarrowingProps) {
  const { t } = useLingui();
  const { from = "", until = "" } = asked;
  const [chosen, choose] = useState(false);
  const byDates = chosen || from !== "" || until !== "";
  return (
    <>
      <Select
        label={t`Коли`}
        data={[
          { value: ANY, label: t`Будь-коли` },
          { value: "7", label: t`За тиждень` },
          { value: "30", label: t`За місяць` },
          { value: "365", label: t`За рік` },
          { value: DATES, label: t`Від дати до дати` },
        ]}
        value={byDates ? DATES : String(asked.days ?? ANY)}
        onChange={(value) => {
          choose(value === DATES);
          onAsk({ ...WHENEVER, days: value && value !== DATES ? Number(value) : undefined });
        }}
      />
      {byDates && (
        <>
          <div className={classes.date}>
            <DateField label={t`Від`} value={from} onChange={(day) => onAsk({ from: day || undefined })} />
          </div>
          <div className={classes.date}>
            <DateField
              label={t`До (включно)`}
              value={until}
              min={from || undefined}
              onChange={(day) => onAsk({ until: day || undefined })}
              error={fieldError(from !== "" && until !== "" && until < from && t`Ця дата раніша за першу`)}
            />
          </div>
        </>
      )}
    </>
  );
}
