import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { SeenThingOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import classes from "./access.module.css";
import { AccessReasonLine } from "./access-reason-line";
import { ClosedAccount, EndedAccessReason } from "./ended-access-reason";

/** What a thing is called whose title the reader may not know. */
const HIDDEN: Record<SeenThingOut["kind"], MessageDescriptor> = {
  group: msg`Прихована група`,
  thread: msg`Тема групи`,
  action: msg`Доручення в групі`,
  dossier: msg`Справа групи`,
};
const RESTRICTED: Record<SeenThingOut["kind"], MessageDescriptor> = {
  ...HIDDEN,
  thread: msg`Тема з обмеженим доступом`,
  action: msg`Доручення з обмеженим доступом`,
  dossier: msg`Справа з обмеженим доступом`,
};

interface SeenThingProps {
  thing: SeenThingOut;
  /** Of the person, for the words of their roles. */
  gender: string;
  /** Whether the person sees anything at all now. */
  active: boolean;
}

/** One thing that a person sees or saw: every reason, and every one that is over. */
export function AccessibleItem({ thing, gender, active }: SeenThingProps) {
  return (
    <li className={classes.thing}>
      <div>
        <Title thing={thing} />
      </div>
      <ul className={classes.grounds}>
        {thing.grounds.map((ground) => (
          <li key={ground.id}>
            <AccessReasonLine ground={ground} gender={gender} term={active ? undefined : <ClosedAccount />} />
          </li>
        ))}
        {thing.ended.map((ground) => (
          <EndedAccessReason key={`${ground.id} ${ground.until}`} ground={ground} gender={gender} />
        ))}
      </ul>
    </li>
  );
}

function Title({ thing }: { thing: SeenThingOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const words = thing.restricted ? RESTRICTED : HIDDEN;
  const title = thing.title ? say(thing.title) : i18n._(words[thing.kind]);
  return (
    <>
      <b>{thing.url ? <AppLink href={givenPath(thing.url)}>{title}</AppLink> : title}</b>
      {thing.title && thing.restricted && (
        <p className="v-small v-t2">
          <Trans>Обмежений доступ</Trans>
        </p>
      )}
      {thing.group && <p className="v-small v-t2">{say(thing.group.name)}</p>}
    </>
  );
}
