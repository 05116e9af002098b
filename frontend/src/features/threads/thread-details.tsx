import { Trans, useLingui } from "@lingui/react/macro";
import { IconChecklist, IconMessages } from "@tabler/icons-react";
import { Suspense } from "react";
import type { ActionOut, ReaderOut, ThreadOut } from "@/api/generated/types.gen";
import { lazyCards } from "@/kit/lazy-cards";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { pathTo } from "@/lib/paths";
import { includes } from "@/lib/ranges";
import { Chain, ChainStep } from "@/modules/actions/chain";
import { useItemNumber } from "@/modules/actions/item-number";
import { useDueText } from "@/modules/actions/use-due-text";
import { actionPath } from "@/modules/entities/paths";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { usePresence } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { useThreadDialog } from "./active-dialog";
import { ExportLinks } from "./export-links";
import { FloorRecordButton } from "./floor/floor-record";
import { PublicSection } from "./publishing/public-section";
import classes from "./thread.module.css";
import { useReaders } from "./use-readers";

const RoundRecords = lazyCards("threads", async () => (await import("./floor/round-records")).RoundRecords);

interface AboutProps {
  thread: ThreadOut;
  actions: ActionOut[];
}

/** What came of the thread, who is here, who has read. */
export function ThreadDetails({ thread, actions }: AboutProps) {
  return (
    <div className={classes.about}>
      <Outcome actions={actions} />
      {thread.round_count > 0 && (
        <Suspense>
          <RoundRecords thread={thread} />
        </Suspense>
      )}
      <Here threadId={thread.id} />
      <Readers thread={thread} />
      <PublicSection thread={thread} />
      <Propose thread={thread} />
      <ExportLinks threadId={thread.id} />
      <p>
        <AppLink
          className="v-small v-reach"
          href={pathTo("/threads/$threadId/access", { threadId: thread.id })}
        >
          <Trans>Хто це бачить і чому</Trans>
        </AppLink>
      </p>
      <FloorRecordButton />
    </div>
  );
}

function Outcome({ actions }: { actions: ActionOut[] }) {
  const { localize: say } = useLocale();
  const due = useDueText();
  const numbered = useItemNumber();
  return (
    <section>
      <h2>
        <Trans>Що вже вийшло</Trans>
      </h2>
      <div className={classes.chain}>
        <Chain>
          <ChainStep
            mark="now"
            icon={<IconMessages size={20} stroke={1.75} aria-hidden="true" />}
            title={<Trans>Ця тема</Trans>}
          />
          {actions.map((action) => (
            <ChainStep
              key={action.id}
              icon={<IconChecklist size={20} stroke={1.75} aria-hidden="true" />}
              title={`${numbered(action.number)} ${say(action.title)}`}
              href={actionPath(action.id)}
              note={`${say(action.owner.short_name)} · ${due.short(action)}`}
              mark={action.state === "verified" || action.state === "closed" ? "ok" : undefined}
            />
          ))}
          {actions.length === 0 && (
            <ChainStep
              mark="pending"
              icon={<IconChecklist size={20} stroke={1.75} aria-hidden="true" />}
              title={<Trans>Доручень ще немає</Trans>}
            />
          )}
        </Chain>
      </div>
    </section>
  );
}

/** For who speaks here and does not lead: also where nothing stands at the head of the thread yet. */
function Propose({ thread: { allowed } }: { thread: ThreadOut }) {
  const open = useThreadDialog();
  if (allowed.includes("sum_up")) return null;
  return (
    <section>
      {allowed.includes("propose_question") && (
        <Button kind="quiet" wide onClick={() => open({ kind: "question" })}>
          <Trans>Запропонувати питання</Trans>
        </Button>
      )}
      {allowed.includes("post") && (
        <Button kind="ghost" wide onClick={() => open({ kind: "decision" })}>
          <Trans>Запропонувати рішення</Trans>
        </Button>
      )}
    </section>
  );
}

function Here({ threadId }: { threadId: string }) {
  const { localize: say } = useLocale();
  const online = useOnline();
  const people = usePresence(`thread:${threadId}`);
  if (!online || people.length === 0) return null;
  return (
    <section>
      <h2>
        <Trans>Зараз тут</Trans>
      </h2>
      <ul className={classes.people}>
        {people.map((person) => {
          const organisation = person.organisation ?? null;
          const name = [say(person.name), organisation && say(organisation.short_name)]
            .filter(Boolean)
            .join(", ");
          return (
            <li key={person.person_id} title={name}>
              <PersonAvatar
                name={say(person.name)}
                sector={organisation?.sector ?? null}
                onBehalf={organisation !== null}
                size={32}
                here
              />
              <span className="v-hidden">{name}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const NAMED = 3;
const organisationOf = ({ organisation }: ReaderOut) => organisation?.id;

function Readers({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const readers = useReaders(thread);
  const last = thread.message_count;
  if (!readers || last === 0) return null;
  const missing = readers.filter((one) => !includes(one.ranges, last));
  const seen = readers.length - missing.length;
  // Of an organisation for which somebody has seen it, those are named who have not.
  const informed = new Set(readers.filter((one) => !missing.includes(one)).map(organisationOf));
  const nameOf = (one: ReaderOut) =>
    say(
      one.organisation && !informed.has(organisationOf(one)) ? one.organisation.short_name : one.person.name,
    );
  const names = [...new Set(missing.map(nameOf))];
  const listed = names.slice(0, NAMED).join(", ");
  const more = names.length - NAMED;
  return (
    <section>
      <h2>
        <Trans>
          Прочитали останнє: {seen} із {readers.length}
        </Trans>
      </h2>
      <p className="v-small v-t2">
        {names.length === 0 && t`Побачили всі.`}
        {names.length > 0 && more <= 0 && t`Ще не бачили: ${listed}.`}
        {more > 0 && t`Ще не бачили: ${listed} та ще ${more}.`}
      </p>
    </section>
  );
}
