import { Trans } from "@lingui/react/macro";
import type { ThreadOut } from "@/api/generated/types.gen";
import { CopyButton } from "@/kit/copy-button";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import classes from "./publishing.module.css";

/** For all who read the thread: what of it anybody reads, where, and the address to pass on. */
export function PublicSection({ thread }: { thread: ThreadOut }) {
  const { dates } = useLocale();
  if (!thread.public) return null;
  const { at, first, open } = thread.public;
  const since = dates.long(dates.day(at));
  const path = pathTo("/public/threads/$threadId", { threadId: thread.id });
  return (
    <section aria-labelledby="public-thread">
      <h2 id="public-thread">
        <Trans>Публічна тема</Trans>
      </h2>
      <p className="v-small v-t2">
        {open ? (
          <Trans>
            З {since} її читає будь-хто: повідомлення починаючи з № {first}. Сказане раніше бачить лише група.
          </Trans>
        ) : (
          <Trans>
            Сторінку групи закрито, тож тему читає лише група. Щойно сторінку відкриють, повідомлення
            починаючи з № {first} знову читатиме будь-хто.
          </Trans>
        )}
      </p>
      {open && (
        <div className={classes.row}>
          <AppLink className="v-reach" href={path}>
            <Trans>Публічна сторінка</Trans>
          </AppLink>
          <CopyButton text={`${location.origin}${path}`} />
        </div>
      )}
    </section>
  );
}
