import { Trans, useLingui } from "@lingui/react/macro";
import type { ReaderOut, ThreadOut } from "@/api/generated/types.gen";
import { includes } from "@/lib/ranges";
import { InfoDialog } from "@/ui/info-dialog";
import classes from "./must-read.module.css";
import { PersonLabel } from "./person-label";
import { useReaders } from "./use-readers";

interface SeenDialogProps {
  thread: ThreadOut;
  number: number;
  onClose: () => void;
}

/** Who has seen a message and who has not, as it is now: who comes to it while one looks goes over. */
export function SeenDialog({ thread, number, onClose }: SeenDialogProps) {
  const { t } = useLingui();
  const readers = useReaders(thread) ?? [];
  const seen = readers.filter((one) => includes(one.ranges, number));
  const missing = readers.filter((one) => !includes(one.ranges, number));
  return (
    <InfoDialog title={t`Хто прочитав повідомлення ${number}`} onClose={onClose}>
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
    </InfoDialog>
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
