import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconArmchair, IconChecklist, IconMessage, IconMessages } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postMandateSuccession } from "@/api/generated/sdk.gen";
import type { MandateRef, PassOnInRequest, SuccessionOut } from "@/api/generated/types.gen";
import { idempotencyKey, ifMatch } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { useRoleName } from "@/modules/groups/words";
import { mandateQuery, successionQuery } from "@/queries/mandates";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import classes from "./mandates.module.css";
import { EMPTY_PERSON, named, WhoField } from "./person-field";
import { ReasonField } from "./reason-field";
import { useSeatChange } from "./use-seat-change";

interface PassOnDialogProps {
  mandate: Pick<MandateRef, "id" | "person" | "organisation" | "position">;
  onClose: () => void;
}

/** A post passes on in one step: before it is sent, it says what passes on. */
export function PassOnDialog({ mandate, onClose }: PassOnDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const succession = useQuery(successionQuery(mandate.id));
  const [who, setWho] = useState(EMPTY_PERSON);
  const [document, setDocument] = useState("");
  const before = useQuery(mandateQuery(mandate.id));
  // A post with an end keeps it, unless whoever passes it on says otherwise.
  const [chosen, setLast] = useState<string | null>(null);
  const last = chosen ?? before.data?.ends_on ?? "";
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const passing = useSeatChange(
    (body: PassOnInRequest) =>
      unwrap(
        postMandateSuccession({
          path: { mandate_id: mandate.id },
          body,
          headers: { ...ifMatch(succession.data?.version ?? 0), ...idempotencyKey() },
        }),
      ),
    t`Посаду передано`,
    onClose,
  );
  const send = () => {
    setTried(true);
    const person = named(who);
    if (!succession.data || !before.data || !person || !document.trim() || !reason.trim()) return;
    const ends_on = last || null;
    passing.mutate({ ...person, document: document.trim(), ends_on, reason: reason.trim() });
  };
  const [position, name] = [say(mandate.position), say(mandate.person.name)];
  return (
    <Dialog
      opened
      title={t`Передати посаду: ${position}`}
      lead={
        <Trans>
          {name} втратить доступ за цією посадою тієї ж миті. Зроблене й написане лишиться під цим іменем.
        </Trans>
      }
      submit={t`Передати посаду`}
      busy={passing.isPending || !succession.data || !before.data}
      onClose={onClose}
      onSubmit={send}
    >
      <QueryBoundary query={succession} loading={<Trans>Рахуємо, що перейде…</Trans>}>
        {(data) => <Heritage data={data} gender={mandate.person.gender} />}
      </QueryBoundary>
      <WhoField
        organisationId={mandate.organisation.id}
        label={t`Наступник чи наступниця`}
        who={who}
        onChange={setWho}
        tried={tried}
        refused={(pointer) => fieldErrorAt(passing.error, pointer)}
      />
      <TextInput
        label={t`Документ про призначення`}
        placeholder={t`Наказ № 5 від 12.01.2026`}
        maxLength={300}
        value={document}
        onChange={(event) => setDocument(event.currentTarget.value)}
        error={fieldError(
          (tried && !document.trim() && t`Назвіть документ, яким призначено`) ||
            fieldErrorAt(passing.error, "/document"),
        )}
      />
      <DateField
        label={t`До (необов’язково)`}
        description={t`Останній день повноважень наступника чи наступниці`}
        value={last}
        onChange={setLast}
        error={fieldError(fieldErrorAt(passing.error, "/ends_on"))}
      />
      <ReasonField
        value={reason}
        onChange={setReason}
        tried={tried}
        refused={fieldErrorAt(passing.error, "/reason")}
      />
      <FormErrors error={passing.error} />
    </Dialog>
  );
}

const ICONS = { actions: IconChecklist, led_threads: IconMessages, unread_threads: IconMessage };

function Heritage({ data, gender }: { data: SuccessionOut; gender: string }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const roleName = useRoleName();
  const words: Record<SuccessionOut["heritage"][number]["kind"], (count: number) => string> = {
    actions: (count) =>
      t`${plural(count, { one: "# відкрите доручення", few: "# відкриті доручення", many: "# відкритих доручень", other: "# відкритого доручення" })}`,
    led_threads: (count) =>
      t`${plural(count, { one: "# тема, яку веде ця посада", few: "# теми, які веде ця посада", many: "# тем, які веде ця посада", other: "# теми, яку веде ця посада" })}`,
    unread_threads: (count) =>
      t`${plural(count, { one: "# непрочитана тема", few: "# непрочитані теми", many: "# непрочитаних тем", other: "# непрочитаної теми" })}`,
  };
  const hangs = data.heritage.filter(({ count }) => count > 0);
  return (
    <section className={classes.heritage} aria-label={t`Що перейде`}>
      <p className="v-small">
        <b>
          <Trans>Перейде до наступника</Trans>
        </b>
      </p>
      <ul className="v-small">
        {data.seats.map((seat) => (
          <li key={seat.membership_id}>
            <IconArmchair size={16} stroke={1.75} aria-hidden="true" />
            <span>
              {say(seat.group.name)}: {roleName(seat.role, gender)}
            </span>
          </li>
        ))}
        {hangs.map(({ kind, count }) => {
          const Icon = ICONS[kind];
          return (
            <li key={kind}>
              <Icon size={16} stroke={1.75} aria-hidden="true" />
              <span>{words[kind](count)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
