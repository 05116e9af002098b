import { Trans, useLingui } from "@lingui/react/macro";
import type { MessageOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { DOT } from "@/lib/text";
import { InfoDialog } from "@/ui/info-dialog";
import classes from "./must-read.module.css";
import { PersonLabel } from "./person-label";
import { LOOKS } from "./reaction-looks";
import { REACTIONS, useReacted } from "./use-reactions";

interface ReactedDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** Who said what, by name. */
export function ReactedDialog({ message, onClose }: ReactedDialogProps) {
  const { t, i18n } = useLingui();
  const reacted = useReacted(message);
  return (
    <InfoDialog title={t`Хто відгукнувся`} onClose={onClose}>
      <QueryBoundary query={reacted} loading={t`Завантажуємо список…`}>
        {(items) => (
          <div className={classes.answers}>
            {items.length === 0 && <Trans>Ніхто ще не відгукнувся.</Trans>}
            {REACTIONS.map((one) => {
              const people = items.filter(({ reaction }) => reaction === one);
              if (people.length === 0) return null;
              return (
                <section key={one}>
                  <h3>
                    {i18n._(LOOKS[one].name)}
                    {DOT}
                    {people.length}
                  </h3>
                  <ul className={classes.people}>
                    {people.map(({ person, organisation }) => (
                      <li key={person.id}>
                        <PersonLabel person={person} organisation={organisation} />
                      </li>
                    ))}
                  </ul>
                </section>
              );
            })}
          </div>
        )}
      </QueryBoundary>
    </InfoDialog>
  );
}
