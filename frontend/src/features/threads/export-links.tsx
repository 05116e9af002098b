import { Trans } from "@lingui/react/macro";
import { IconFileZip, IconPrinter } from "@tabler/icons-react";
import { useLocale } from "@/lib/locale";
import classes from "./thread.module.css";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** The thread on paper and complete, as its reader sees it. */
export function ExportLinks({ threadId }: { threadId: string }) {
  const { language } = useLocale();
  const address = (what: string) => `/api/v1/threads/${threadId}/${what}?language=${language}`;
  return (
    <section>
      <h2>
        <Trans>Зберегти або надрукувати</Trans>
      </h2>
      <ul className={classes.along}>
        <li>
          <a className="v-small v-reach" href={address("paper")} download>
            <IconPrinter {...ICON} />
            <Trans>Для друку (PDF)</Trans>
          </a>
        </li>
        <li>
          <a className="v-small v-reach" href={address("export")} download>
            <IconFileZip {...ICON} />
            <Trans>Усе в архіві (ZIP)</Trans>
          </a>
        </li>
      </ul>
    </section>
  );
}
