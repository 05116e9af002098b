import { Trans, useLingui } from "@lingui/react/macro";
import { IconChevronRight } from "@tabler/icons-react";
import { postDemoSignIn } from "@/api/generated/sdk.gen";
import type { DemoSignInOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { asSector } from "@/modules/organisations/sector-shapes";
import { Icon } from "@/ui/icon";
import { FormProblem } from "./refusal";
import classes from "./sign-in.module.css";

interface DemoPeopleProps {
  people: DemoSignInOut[];
  onEntered: () => Promise<void>;
}

/** Become one of the demo community with one press. Only where the server offers it. */
export function DemoPeople({ people, onEntered }: DemoPeopleProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const entering = useCommand({
    run: (email: string) => unwrap(postDemoSignIn({ body: { email } })),
    onSuccess: onEntered,
    tellsErrors: false,
  });
  return (
    <section className={classes.demo} aria-labelledby="demo">
      <h2 id="demo">
        <Trans>Спробувати без пароля</Trans>
      </h2>
      <p className="v-small v-t2">
        <Trans>Громада Калиноділ вигадана. Виберіть, ким увійти.</Trans>
      </p>
      {entering.error && <FormProblem>{t`Увійти не вдалося. Спробуйте ще.`}</FormProblem>}
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.email}>
            <button type="button" onClick={() => !entering.isPending && entering.mutate(person.email)}>
              <PersonAvatar
                name={say(person.name)}
                sector={asSector(person.organisation?.sector)}
                onBehalf={person.organisation !== null}
                size={38}
              />
              <span>
                <b>{say(person.name)}</b>
                <br />
                <span className="v-t2">{say(person.hint)}</span>
              </span>
              <Icon of={IconChevronRight} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
