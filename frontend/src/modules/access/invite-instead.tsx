import { Trans } from "@lingui/react/macro";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/ui/button";

interface InviteInsteadProps {
  /** Why naming somebody by address was refused. */
  error: unknown;
  busy: boolean;
  onInvite: () => void;
}

/** Nobody signs in with the address yet: what was to be given is offered there in a letter. */
export function InviteInstead({ error, busy, onInvite }: InviteInsteadProps) {
  const unknown =
    error instanceof ApiProblem &&
    error.fields.some((one) => one.pointer === "/email" && one.code === "not_found");
  if (!unknown) return null;
  return (
    <div className="v-stack" role="status">
      <p className="v-t2">
        <Trans>
          Цієї людини ще немає у Віче. Надішліть запрошення: вона отримає лист, створить обліковий запис і
          погодиться. Запрошення діє щонайбільше 30 днів.
        </Trans>
      </p>
      <Button kind="quiet" busy={busy} onClick={onInvite}>
        <Trans>Надіслати запрошення</Trans>
      </Button>
    </div>
  );
}
