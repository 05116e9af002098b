import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import type { ReaderOut } from "@/api/generated/types.gen";
import { includes } from "@/lib/ranges";
import { useReturnFocus } from "@/ui/use-return-focus";
import classes from "./must-read.module.css";
import { PersonLabel } from "./person-label";

interface SeenDialogProps {
  number: number;
  readers: ReaderOut[];
  onClose: () => void;
}

/** Who has seen a message and who has not, as it is now: who comes to it while one looks goes over. */
export function SeenDialog({ number, readers, onClose }: SeenDialogProps) {
  const { t } = useLingui();
  useReturnFocus(true);
  const seen = readers.filter((one) => includes(one.ranges, number));
  const missing = readers.filter((one) => !includes(one.ranges, number));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Хто прочитав повідомлення ${number}`}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      <div className={classes.answers}>
        {seen.length > 0 && (
          <section>
            <h3>
              <Trans>Прочитали: {seen.length}</Trans>
            </h3>
            <People readers={seen} />
          </section>
        )}
        {missing.length > 0 && (
          <section>
            <h3>
              <Trans>Ще не прочитали: {missing.length}</Trans>
            </h3>
            <People readers={missing} />
          </section>
        )}
        {missing.length === 0 && (
          <p className="v-t2">
            <Trans>Прочитали всі, хто бачить тему.</Trans>
          </p>
        )}
      </div>
    </Modal>
  );
}

function People({ readers }: { readers: ReaderOut[] }) {
  return (
    <ul className={classes.people}>
      {readers.map(({ person, organisation }) => (
        <li key={person.id}>
          <PersonLabel person={person} organisation={organisation} />
        </li>
      ))}
    </ul>
  );
}
