import { useQuery } from "@tanstack/react-query";
import type { Me } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { mandatesQuery, meQuery } from "@/queries/me";
import { Card } from "@/ui/card";
import { TwoColumns } from "@/ui/page";
import { MandatesCard } from "./mandates-card";
import { OrganisationsCard } from "./organisations-card";
import { PreferencesCard } from "./preferences-card";
import classes from "./settings.module.css";
import { SettingsFrame } from "./settings-frame";

/** The reader’s profile, mandates and display settings. */
export function ProfilePage() {
  const { data: me } = useQuery(meQuery);
  if (!me) return null;
  return (
    <SettingsFrame>
      <TwoColumns aside={<Who me={me} />}>
        <MandatesCard gender={me.gender} />
        <OrganisationsCard />
        <PreferencesCard me={me} />
      </TwoColumns>
    </SettingsFrame>
  );
}

function Who({ me }: { me: Me }) {
  const { localize: say } = useLocale();
  const { data: mandates = [] } = useQuery(mandatesQuery);
  return (
    <Card padded label={say(me.name)}>
      <div className={classes.who}>
        <PersonAvatar name={say(me.name)} sector={mandates[0]?.organisation.sector ?? null} />
        <div>
          <b>{say(me.name)}</b>
          <p className="v-small v-t2">{me.email}</p>
        </div>
      </div>
    </Card>
  );
}
