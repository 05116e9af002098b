import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Select, Switch, useMantineColorScheme } from "@mantine/core";
import { patchMyAccount } from "@/api/generated/sdk.gen";
import type { Me, PatchedUpdateMeInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { forgetChosenLanguage } from "@/lib/language";
import { setShortcuts, useShortcutsOn } from "@/lib/shortcuts";
import { keys } from "@/queries/keys";
import { Card } from "@/ui/card";

const SCHEMES = ["auto", "light", "dark"] as const;

/** Zones of the browser, with the reader's own even where the browser does not list it. */
function zones(own: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(own) ? known : [own, ...known];
}

function useChange(me: Me) {
  return useCommand({
    run: (body: PatchedUpdateMeInRequest, { ifMatch }) => unwrap(patchMyAccount({ body, headers: ifMatch })),
    version: me.version,
    invalidates: (client, error) => error && client.invalidateQueries({ queryKey: keys.me }),
    onSuccess: (changed, { language }, client) => {
      if (language) forgetChosenLanguage();
      client.setQueryData(keys.me, changed);
    },
    tellsErrors: true,
  });
}

export function PreferencesCard({ me }: { me: Me }) {
  const { t } = useLingui();
  const change = useChange(me);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const shortcuts = useShortcutsOn();
  return (
    <Card padded title={<Trans>Як показувати</Trans>}>
      <div className="v-form v-narrow">
        <Radio.Group
          label={t`Мова`}
          value={me.language}
          onChange={(language) => change.mutate({ language: language === "en" ? "en" : "uk" })}
        >
          <div className="v-choices">
            <Radio value="uk" label="Українська" lang="uk" />
            <Radio value="en" label="English" lang="en" />
          </div>
        </Radio.Group>
        <Radio.Group
          label={t`Оформлення`}
          value={colorScheme}
          onChange={(wanted) => setColorScheme(SCHEMES.find((one) => one === wanted) ?? "auto")}
        >
          <div className="v-choices">
            <Radio value="auto" label={<Trans>Як на пристрої</Trans>} />
            <Radio value="light" label={<Trans>Світле</Trans>} />
            <Radio value="dark" label={<Trans>Темне</Trans>} />
          </div>
        </Radio.Group>
        <Select
          label={t`Часовий пояс`}
          description={t`У ньому показуємо час і рахуємо строки`}
          data={zones(me.time_zone)}
          searchable
          limit={60}
          nothingFoundMessage={t`Такого поясу немає`}
          value={me.time_zone}
          onChange={(zone) => zone && zone !== me.time_zone && change.mutate({ time_zone: zone })}
        />
        <Radio.Group
          label={t`Як вас називати`}
          value={me.gender}
          onChange={(gender) => change.mutate({ gender: gender as Me["gender"] })}
        >
          <div className="v-choices">
            <Radio value="feminine" label={<Trans>учасниця</Trans>} />
            <Radio value="masculine" label={<Trans>учасник</Trans>} />
            <Radio value="neutral" label={<Trans>бере участь</Trans>} />
          </div>
        </Radio.Group>
        <Switch
          label={t`Показувати іншим, що я тут і що пишу`}
          description={t`Хто прочитав повідомлення, видно й без цього`}
          checked={me.shows_presence}
          onChange={(event) => change.mutate({ shows_presence: event.currentTarget.checked })}
        />
        <Switch
          label={t`Дії однією клавішею (N, /, ?)`}
          checked={shortcuts}
          onChange={(event) => setShortcuts(event.currentTarget.checked)}
        />
      </div>
    </Card>
  );
}
