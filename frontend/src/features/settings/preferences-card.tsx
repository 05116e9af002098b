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

/** Each language is named in itself. */
const LANGUAGES = [
  { value: "uk", label: "Українська", lang: "uk" },
  { value: "en", label: "English", lang: "en" },
];

interface RadioChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string; lang?: string }[];
}

function RadioChoice({ options, ...field }: RadioChoiceProps) {
  return (
    <Radio.Group {...field}>
      <div className="v-choices">
        {options.map((one) => (
          <Radio key={one.value} {...one} />
        ))}
      </div>
    </Radio.Group>
  );
}

/** Zones of the browser, with the reader's own even where the browser does not list it. */
function zones(own: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(own) ? known : [own, ...known];
}

function TimeZoneField({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Часовий пояс`}
      description={t`У ньому показуємо час і рахуємо строки`}
      data={zones(value)}
      searchable
      limit={60}
      nothingFoundMessage={t`Такого поясу немає`}
      value={value}
      onChange={(zone) => zone && zone !== value && onChange(zone)}
    />
  );
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
        <RadioChoice
          label={t`Мова`}
          value={me.language}
          onChange={(language) => change.mutate({ language: language === "en" ? "en" : "uk" })}
          options={LANGUAGES}
        />
        <RadioChoice
          label={t`Оформлення`}
          value={colorScheme}
          onChange={(wanted) => setColorScheme(SCHEMES.find((one) => one === wanted) ?? "auto")}
          options={[
            { value: "auto", label: t`Як на пристрої` },
            { value: "light", label: t`Світле` },
            { value: "dark", label: t`Темне` },
          ]}
        />
        <TimeZoneField value={me.time_zone} onChange={(zone) => change.mutate({ time_zone: zone })} />
        <RadioChoice
          label={t`Як вас називати`}
          value={me.gender}
          onChange={(gender) => change.mutate({ gender: gender as Me["gender"] })}
          options={[
            { value: "feminine", label: t`учасниця` },
            { value: "masculine", label: t`учасник` },
            { value: "neutral", label: t`бере участь` },
          ]}
        />
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
