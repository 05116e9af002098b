import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/queries/me";
import { CalendarCard } from "./calendar-card";
import { DeliveriesCard } from "./deliveries-card";
import { DevicesCard } from "./devices-card";
import { NotificationsCard } from "./notifications-card";
import { SettingsFrame } from "./settings-frame";

/** Which notifications the reader gets, where and when. */
export function NotificationSettingsPage() {
  const { data: me } = useQuery(meQuery);
  if (!me) return null;
  return (
    <SettingsFrame>
      <div className="v-stack">
        <NotificationsCard />
        <DevicesCard personId={me.id} />
        <DeliveriesCard />
        <CalendarCard />
      </div>
    </SettingsFrame>
  );
}
