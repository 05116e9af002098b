import { Trans } from "@lingui/react/macro";
import type { ApprovalOut } from "@/api/generated/types.gen";
import { CopyButton } from "@/kit/copy-button";
import { useLocale } from "@/lib/locale";
import { Secret } from "@/ui/secret";
import classes from "./missing-person.module.css";

interface MissingPersonProps {
  who: NonNullable<ApprovalOut["missing"]>;
  /** What whoever runs the server types instead. */
  command: string;
}

/** Says who could confirm a step for which there is nobody, and the way out on the server. */
export function MissingPerson({ who, command }: MissingPersonProps) {
  const { localize: say } = useLocale();
  const missing = say(who);
  return (
    <div className={classes.missing}>
      <p className="v-small">
        <Trans>Підтвердити може {missing}, але зараз такої людини немає.</Trans>
      </p>
      <p className="v-small v-t2">
        <Trans>
          Якщо чекати нема на кого, це вирішить той, хто обслуговує сервер, такою командою. Причину прочитають
          усі, хто керує системою або має роль поза групами.
        </Trans>
      </p>
      <Secret>{command}</Secret>
      <CopyButton text={command} />
    </div>
  );
}
