import { Trans, useLingui } from "@lingui/react/macro";
import { deleteDeactivation, postInvitation } from "@/api/generated/sdk.gen";
import type { PersonOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { ListRow } from "@/ui/list-row";
import {
  AdministrationDialog,
  DeactivateDialog,
  RenameDialog,
  RevokeKeysDialog,
  SignOutDialog,
} from "./person-dialogs";
import { PersonMenu, type PersonStep } from "./person-menu";

function useSteps(person: PersonOut) {
  const { t } = useLingui();
  const path = { person_id: person.id };
  const invalidates = [keys.people];
  const inviting = useCommand({
    run: () => unwrap(postInvitation({ path })),
    success: t`Лист із новим посиланням надіслано`,
    invalidates,
    tellsErrors: true,
  });
  const reactivating = useCommand({
    run: () => unwrap(deleteDeactivation({ path })),
    success: t`Обліковий запис увімкнено`,
    invalidates,
  });
  return { inviting, reactivating };
}

const DIALOGS: Record<PersonStep, typeof RenameDialog> = {
  rename: RenameDialog,
  make_administrator: AdministrationDialog,
  unmake_administrator: AdministrationDialog,
  sign_out: SignOutDialog,
  revoke_keys: RevokeKeysDialog,
  deactivate: DeactivateDialog,
};

/** One account, how it stands, and what can be done to it now. */
export function PersonRow({ person }: { person: PersonOut }) {
  const { localize: say } = useLocale();
  const steps = useSteps(person);
  const step = useDialog<PersonStep>();
  const { t } = useLingui();
  const name = say(person.name);
  const may = (step: PersonOut["allowed"][number]) => person.allowed.includes(step);
  return (
    <ListRow
      spaced
      title={name}
      meta={person.email}
      actions={
        <>
          {may("invite") && (
            <Button
              kind="quiet"
              aria-label={t`Запросити ще раз: ${name}`}
              busy={steps.inviting.isPending}
              onClick={() => steps.inviting.mutate()}
            >
              <Trans>Запросити ще раз</Trans>
            </Button>
          )}
          {may("reactivate") && (
            <Button
              kind="quiet"
              aria-label={t`Увімкнути: ${name}`}
              busy={steps.reactivating.isPending}
              onClick={() => steps.reactivating.mutate()}
            >
              <Trans>Увімкнути</Trans>
            </Button>
          )}
          <PersonMenu person={person} onChoose={step.open} />
        </>
      }
    >
      <Standing person={person} />
      {step.render((chosen, close) => {
        const Asked = DIALOGS[chosen];
        return <Asked person={person} onClose={close} />;
      })}
    </ListRow>
  );
}

/** Where the address of an erased person leads: nowhere. */
const ERASED_DOMAIN = "@erased.invalid";

function Standing({ person }: { person: PersonOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const last = person.last_sign_in_at && dates.full(person.last_sign_in_at);
  const off = person.deactivation_reason
    ? t`вимкнено: ${person.deactivation_reason}`
    : t`обліковий запис вимкнено`;
  const words = person.email.endsWith(ERASED_DOMAIN)
    ? [t`стерто`]
    : [
        person.is_administrator && t`адміністрування`,
        !person.is_active && off,
        person.is_active && !person.has_password && t`ще без пароля`,
        last ? t`останній вхід ${last}` : t`ще не було входу`,
      ];
  return <p className="v-tiny v-t2">{words.filter(Boolean).join(DOT)}</p>;
}
