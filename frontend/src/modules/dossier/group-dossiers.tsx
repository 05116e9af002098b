import { Trans, useLingui } from "@lingui/react/macro";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { BeginButton } from "./begin-button";
import { DossierList } from "./dossier-list";
import classes from "./dossier-list.module.css";

/** The dossiers of one group, and the way in to a new one. */
export function GroupDossiers({ groupId }: { groupId: string }) {
  const { t } = useLingui();
  return (
    <>
      <div className={classes.head}>
        <BeginButton groupId={groupId} />
      </div>
      <DossierList
        filter={{ group: groupId }}
        knownIn={[groupId]}
        empty={
          <Card label={t`Справи`}>
            <EmptyState title={<Trans>Справ ще немає</Trans>}>
              <Trans>
                Справа веде одну роботу групи від початку до кінця: зібрати рекомендації, дочекатися
                відповіді, перевірити виконання.
              </Trans>
            </EmptyState>
          </Card>
        }
      />
    </>
  );
}
