import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconBan, IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { postRenewal } from "@/api/generated/sdk.gen";
import type { ApprovalOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { MissingPerson } from "@/modules/access/missing-person";
import { PlainPill } from "@/modules/actions/status";
import { invalidateApprovals } from "@/queries/approvals";
import { meQuery } from "@/queries/me";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import menuClasses from "@/ui/menu.module.css";

const STATES: Record<ApprovalOut["state"], MessageDescriptor> = {
  pending: msg`Чекає на другу особу`,
  confirmed: msg({ message: "Підтверджено", context: "a step for two" }),
  declined: msg`Відхилено`,
  withdrawn: msg`Відкликано`,
  lapsed: msg({ message: "Строк минув", context: "a step for two" }),
};

interface WaitingRowProps {
  approval: ApprovalOut;
  /** Only the oldest one has the honey button. */
  first: boolean;
  onStep: (step: "confirm" | "decline") => void;
}

/** A step that the reader may confirm or decline. */
export function WaitingRow({ approval, first, onStep }: WaitingRowProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const summary = say(approval.summary);
  return (
    <ListRow
      title={summary}
      actions={
        <>
          <Button kind={first ? "call" : "quiet"} onClick={() => onStep("confirm")}>
            <Trans>Підтвердити</Trans>
            <span className="v-hidden">: {summary}</span>
          </Button>
          <Menu>
            <Menu.Target>
              <ToolButton label={t`Ще: ${summary}`}>
                <Icon of={IconDots} />
              </ToolButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                className={menuClasses.danger}
                leftSection={<Icon of={IconBan} />}
                onClick={() => onStep("decline")}
              >
                {t`Відхилити`}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <Requested approval={approval} />
    </ListRow>
  );
}

interface HistoryRowProps {
  approval: ApprovalOut;
  onWithdraw: () => void;
}

/** A step that the reader requested or decided, and what became of it. */
export function HistoryRow({ approval, onWithdraw }: HistoryRowProps) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const { note } = approval;
  return (
    <ListRow
      spaced
      title={say(approval.summary)}
      status={<PlainPill>{i18n._(STATES[approval.state])}</PlainPill>}
      actions={
        <>
          {approval.allowed.includes("withdraw") && (
            <Button kind="quiet" onClick={onWithdraw}>
              <Trans>Відкликати запит</Trans>
              <span className="v-hidden">: {say(approval.summary)}</span>
            </Button>
          )}
          {approval.allowed.includes("renew") && <RenewButton approval={approval} />}
        </>
      }
    >
      <Requested approval={approval} />
      <Decided approval={approval} />
      {note && (
        <p className="v-small">
          <Trans>Причина: {note}</Trans>
        </p>
      )}
      <Missing approval={approval} />
    </ListRow>
  );
}

/** Requests again what was declined, such as that a late seat reads restricted threads. */
function RenewButton({ approval }: { approval: ApprovalOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const renewing = useCommand({
    run: (_, { idempotencyKey }) =>
      unwrap(postRenewal({ path: { approval_id: approval.id }, headers: idempotencyKey })),
    success: t`Запит подано ще раз`,
    invalidates: invalidateApprovals,
  });
  return (
    <div>
      <Button kind="quiet" busy={renewing.isPending} onClick={() => renewing.mutate()}>
        <Trans>Попросити ще раз</Trans>
        <span className="v-hidden">: {say(approval.summary)}</span>
      </Button>
      <FormErrors error={renewing.error} />
    </div>
  );
}

function Requested({ approval }: { approval: ApprovalOut }) {
  const { localize: say, dates } = useLocale();
  const { data: me } = useQuery(meQuery);
  const at = dates.full(approval.requested_at);
  const by = approval.requested_by;
  const name = by && say(by.name);
  return (
    <p className="v-tiny v-t2">
      {!by && <Trans>Запит системи, {at}</Trans>}
      {by && by.id === me?.id && <Trans>Ваш запит, {at}</Trans>}
      {by && by.id !== me?.id && (
        <Trans>
          Просить {name}, {at}
        </Trans>
      )}
    </p>
  );
}

/** Who confirmed or declined it and when; of a withdrawn or lapsed one, when. */
function Decided({ approval }: { approval: ApprovalOut }) {
  const { localize: say, dates } = useLocale();
  if (!approval.decided_at) return null;
  const at = dates.full(approval.decided_at);
  const name = approval.decided_by && say(approval.decided_by.name);
  const withdrawn = approval.state === "withdrawn";
  const lapsed = approval.state === "lapsed";
  const decided = !withdrawn && !lapsed;
  return (
    <p className="v-tiny v-t2">
      {withdrawn && <Trans>Відкликано {at}</Trans>}
      {lapsed && <Trans>За тридцять днів ніхто не вирішив: {at}</Trans>}
      {decided && name && (
        <Trans>
          Рішення: {name}, {at}
        </Trans>
      )}
      {decided && !name && <Trans>Вирішено командою на сервері, {at}</Trans>}
    </p>
  );
}

function Missing({ approval }: { approval: ApprovalOut }) {
  const { t } = useLingui();
  if (!approval.missing) return null;
  const command = `./viche manage decide_approval ${approval.id} confirm "${t`причина`}"`;
  return <MissingPerson who={approval.missing} command={command} />;
}
