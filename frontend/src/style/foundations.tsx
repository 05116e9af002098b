import { useComputedColorScheme } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { StateBar } from "@/modules/actions/state-bar";
import { AttentionPill, Count, OverduePill, PlainPill, STATES, StatusPill } from "@/modules/actions/status";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { SectorLabel, SectorShape } from "@/modules/organisations/sector";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import { Icon } from "@/ui/icon";
import { Mark, Wordmark } from "@/ui/logo";
import tokens from "@/ui/tokens.json";
import { SheetSection } from "./section";
import classes from "./style-page.module.css";

const COLOURS = [
  ["bg", "Вапно, тло"],
  ["surface", "Аркуш"],
  ["sunken", "Заглиблене"],
  ["line", "Лінія"],
  ["line-strong", "Межа поля"],
  ["text-3", "Текст 3"],
  ["text-2", "Текст 2"],
  ["text", "Текст"],
  ["ink", "Чорнило"],
  ["accent", "Петроль"],
  ["accent-hover", "Петроль, наведення"],
  ["accent-tint", "Петроль, тло"],
  ["honey", "Мед"],
  ["honey-tint", "Мед, тло"],
  ["honey-text", "Мед, текст"],
  ["danger", "Помилка"],
] as const;

const FULL_NAMES: Partial<Record<Sector, string>> = {
  police: "Поліція",
  emergency: "Служба порятунку (ДСНС)",
  local_government: "Місцеве самоврядування",
  education: "Освіта",
  business: "Бізнес",
  civil_society: "Громадянське суспільство",
  health: "Охорона здоров’я",
  international: "Міжнародні партнери",
};

export const SAMPLE_COUNTS = {
  verified: 5,
  done: 2,
  in_progress: 3,
  blocked: 1,
  accepted: 2,
  proposed: 1,
  cancelled: 1,
};

export function Marks() {
  return (
    <div className={classes.marks}>
      <div className={classes.names}>
        <Mark size={64} />
        <Wordmark height={56} language="uk" />
        <Wordmark height={56} language="en" />
      </div>
      <div className="v-row">
        <span className={classes.icon} style={{ background: "var(--v-ink)", color: "#fff" }}>
          <Mark />
        </span>
        <span className={classes.icon} style={{ background: "#FDC436", color: "#0C2A31" }}>
          <Mark seat="#0C2A31" />
        </span>
        <Mark size={24} />
        <Mark size={16} />
      </div>
    </div>
  );
}

export function Colours() {
  const scheme = useComputedColorScheme("light");
  return (
    <SheetSection title="Кольори">
      <div className={classes.swatches}>
        {COLOURS.map(([token, name]) => (
          <div key={token} className={classes.swatch}>
            <i style={{ background: `var(--v-${token})` }} />
            <span>
              <b>{name}</b>
              <span className="v-t2 v-num" style={{ padding: 0 }}>
                {tokens[scheme][token]}
              </span>
            </span>
          </div>
        ))}
      </div>
    </SheetSection>
  );
}

export function Sectors() {
  return (
    <SheetSection title="Сектори" note="форма, назва, колір: розрізнити можна за будь-чим одним">
      <div className={classes.four}>
        {SECTORS.filter((sector) => sector !== "other").map((sector) => (
          <div key={sector} className={classes.sectorCard}>
            <PersonAvatar name="" sector={sector} onBehalf />
            <div>
              <b>{FULL_NAMES[sector]}</b>
              <div className={classes.tag}>
                <SectorLabel sector={sector} kind="tag" />
              </div>
            </div>
            <div>
              <PersonAvatar name="Ірина Савчук" sector={sector} size={32} />
              <SilhouetteInText sector={sector} />
            </div>
          </div>
        ))}
      </div>
    </SheetSection>
  );
}

/** Without colour: the shape alone has to do. */
function SilhouetteInText({ sector }: { sector: Sector }) {
  return (
    <span style={{ filter: "grayscale(1)", display: "inline-flex" }}>
      <SectorShape sector={sector} size={14} />
    </span>
  );
}

export function States() {
  return (
    <SheetSection title="Стан доручення" note="коло заповнюється разом із роботою">
      <div className="v-row v-wrap">
        {STATES.map((state) => (
          <StatusPill key={state} state={state} />
        ))}
      </div>
      <div className="v-row v-wrap" style={{ marginTop: 10 }}>
        <OverduePill>Прострочено на 3 дні</OverduePill>
        <AttentionPill>Чекає на вас</AttentionPill>
        <PlainPill>
          <Icon of={IconLock} size={16} />
          Лише для групи
        </PlainPill>
        <span>
          <Count value={5} /> чекає на вас
        </span>
        <span>
          <Count value={14} quiet /> непрочитане, доручення в колонці
        </span>
      </div>
      <div style={{ maxWidth: 560, marginTop: 16 }}>
        <StateBar counts={SAMPLE_COUNTS} />
      </div>
    </SheetSection>
  );
}

const TYPES = [
  [
    "Гасло 40/46, 700",
    "Ґанок, їжа, єдність",
    { fontSize: "2.5rem", lineHeight: "2.875rem", fontWeight: 700, letterSpacing: "-.02em" },
  ],
  [
    "Сторінка 28/34, 700",
    "Неосвітлені переходи на вул. Шевченка",
    { fontSize: "1.75rem", lineHeight: "2.125rem", fontWeight: 700, letterSpacing: "-.012em" },
  ],
  [
    "Розділ 20/26, 650",
    "Учасники за повноваженнями",
    { fontSize: "1.25rem", lineHeight: "1.625rem", fontWeight: 650 },
  ],
  [
    "Рядок 17/23, 650",
    "Підтвердження виконання іншою організацією",
    { fontSize: "1.0625rem", lineHeight: "1.4375rem", fontWeight: 650 },
  ],
  [
    "Текст 16/24, 400",
    "Обстежили 6 з 11. На Набережній, 14, пандус є, але кут 18°: самотужки не піднятися.",
    {},
  ],
  [
    "Допоміжний 14/20",
    "Проголосували 6 із 9. Ще немає голосів поліції та ради",
    { fontSize: "0.875rem", lineHeight: "1.25rem" },
  ],
  [
    "Поле 13/18, цифри",
    "20.01.2026 · 09:52 · 1 120 тис. грн · № 15 · 111 / 000",
    { fontSize: "0.8125rem", lineHeight: "1.125rem", fontVariantNumeric: "tabular-nums" },
  ],
] as const;

export function Types() {
  return (
    <SheetSection title="Шрифт" note="Onest Variable">
      <div className={classes.types}>
        {TYPES.flatMap(([role, words, style]) => [
          <span key={role} className="v-tiny v-t2">
            {role}
          </span>,
          <span key={words} style={style}>
            {words}
          </span>,
        ])}
      </div>
    </SheetSection>
  );
}

const SPACES = [4, 8, 12, 16, 20, 28, 40, 64];
const CORNERS = [
  ["4px", "4 ярлик"],
  ["8px", "8 кнопка, поле"],
  ["12px", "12 картка"],
  ["999px", "повний"],
] as const;

export function Sizes() {
  return (
    <SheetSection title="Відступи, радіуси, тіні">
      <div className={classes.sizes}>
        <div>
          {SPACES.map((size) => (
            <span key={size}>
              <i className={classes.space} style={{ width: size, height: size }} />
              <span className="v-micro v-t2">{size}</span>
            </span>
          ))}
        </div>
        <div>
          {CORNERS.map(([radius, name]) => (
            <span key={name}>
              <i className={classes.corner} style={{ borderRadius: radius }} />
              <span className="v-micro v-t2">{name}</span>
            </span>
          ))}
        </div>
        <div>
          <span>
            <i
              className={classes.corner}
              style={{ borderRadius: 8, borderColor: "var(--v-line)", boxShadow: "var(--v-shadow-1)" }}
            />
            <span className="v-micro v-t2">тінь 1</span>
          </span>
          <span>
            <i
              className={classes.corner}
              style={{
                borderRadius: 8,
                border: 0,
                background: "var(--v-raised)",
                boxShadow: "var(--v-shadow-2)",
              }}
            />
            <span className="v-micro v-t2">тінь 2</span>
          </span>
        </div>
      </div>
    </SheetSection>
  );
}
