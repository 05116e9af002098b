import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { postMeetingMinutes } from "@/api/generated/sdk.gen";
import type { MeetingOut, MembershipOut, MinutesOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { minutesPath } from "@/modules/entities/paths";
import { membersQuery } from "@/queries/groups";
import { invalidateMinutes } from "@/queries/keys";
import { minutesOfMeetingQuery } from "@/queries/minutes";
import { Button } from "@/ui/button";
import { Card, CardBody, CardList } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { useSeatOptions } from "./seat-options";
import { keepMinutes } from "./use-minutes-command";
import { STATES } from "./words";

interface Props {
  meeting: MeetingOut;
}

/** On the page of a meeting that ended: the way to its minutes, or the button that makes them of its record. */
export function MeetingMinutes({ meeting }: Props) {
  const { t, i18n } = useLingui();
  const making = useDialog();
  const { data } = useQuery(minutesOfMeetingQuery(meeting.group.id, meeting.id));
  if (!data) return null;
  const mayMake = meeting.allowed.includes("make_minutes");
  return (
    <Card title={<Trans>Протокол</Trans>}>
      {data.length === 0 && (
        <CardBody>
          <p className="v-small v-t2">
            {mayMake ? (
              <Trans>Складемо його з порядку денного, присутності, записів і рішень.</Trans>
            ) : (
              <Trans>Його ще не склали.</Trans>
            )}
          </p>
          {mayMake && (
            <Button onClick={() => making.open()}>
              <Icon of={IconFileText} />
              <Trans>Скласти протокол</Trans>
            </Button>
          )}
        </CardBody>
      )}
      <CardList>
        {data.map(({ id, number, year, state }) => (
          <ListRow
            key={id}
            title={t`№ ${number} за ${year} рік`}
            href={minutesPath(id)}
            status={<span className="v-small v-t2">{i18n._(STATES[state])}</span>}
          />
        ))}
      </CardList>
      {making.render((_, close) => (
        <MakeDialog meeting={meeting} onClose={close} />
      ))}
    </Card>
  );
}

interface Signers {
  chair: string;
  secretary: string;
}

/** Return who signs by default: who led the meeting and kept its record, or whose office that is. */
function chooseSigners({ chair, secretary, mine }: MeetingOut, seats: MembershipOut[]): Signers {
  const ownFirst = [...seats.filter(({ id }) => mine.includes(id)), ...seats];
  const holding = (role: MembershipOut["role"]) => ownFirst.find((one) => one.role === role)?.mandate_id;
  const first = chair?.mandate_id ?? holding("facilitator") ?? "";
  const second = secretary?.mandate_id ?? holding("secretary") ?? "";
  return { chair: first, secretary: second === first ? "" : second };
}

function useMakeForm(meeting: MeetingOut, seats: MembershipOut[]) {
  const { t } = useLingui();
  const router = useRouter();
  const command = useCommand<Signers, MinutesOut>({
    run: ({ chair, secretary }, { idempotencyKey: headers }) => {
      const body = { chair_id: chair, secretary_id: secretary };
      return unwrap(postMeetingMinutes({ path: { meeting_id: meeting.id }, body, headers }));
    },
    success: t`Протокол складено із записів засідання`,
    onSuccess: (minutes, _, client) => {
      keepMinutes(client, minutes);
      return router.navigate({ href: minutesPath(minutes.id) });
    },
    invalidates: (client) => invalidateMinutes(client),
  });
  return useForm<Signers>({
    initial: chooseSigners(meeting, seats),
    command,
    required: { chair: t`Виберіть, хто головував`, secretary: t`Виберіть, хто вів протокол` },
    validate: ({ chair, secretary }) => ({
      secretary: chair === secretary && t`Підписують двоє різних людей`,
    }),
    pointers: { chair: ["/chair_id"], secretary: ["/secretary_id"] },
  });
}

/** Two people sign the minutes: who they are is settled when the minutes are made. */
function MakeDialog(props: Props & { onClose: () => void }) {
  const { data } = useQuery(membersQuery(props.meeting.group.id));
  // The form proposes who signs as it opens.
  return data ? <MakeForm {...props} seats={data.filter(({ role }) => role !== "observer")} /> : null;
}

interface FormProps extends Props {
  seats: MembershipOut[];
  onClose: () => void;
}

function MakeForm({ meeting, seats, onClose }: FormProps) {
  const { t } = useLingui();
  const form = useMakeForm(meeting, seats);
  const { localize } = useLocale();
  const people = useSeatOptions(seats);
  // Who led the meeting may have lost the seat since: the minutes name them, and somebody else can sign.
  const former = [meeting.chair, meeting.secretary].flatMap((one) =>
    one?.mandate_id && !people.some(({ value }) => value === one.mandate_id)
      ? { value: one.mandate_id, label: localize(one.person.name) }
      : [],
  );
  const officers = [...people, ...former];
  return (
    <FormDialog
      form={form}
      title={t`Скласти протокол`}
      lead={<Trans>Його підпишуть двоє: хто головував і хто вів протокол.</Trans>}
      submit={t`Скласти протокол`}
      onClose={onClose}
    >
      <Select label={t`Хто головував`} data={officers} searchable {...form.choice("chair")} />
      <Select label={t`Хто вів протокол`} data={officers} searchable {...form.choice("secretary")} />
    </FormDialog>
  );
}
