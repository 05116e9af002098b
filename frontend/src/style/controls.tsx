import { Checkbox, Radio, Select, Switch, Textarea, TextInput } from "@mantine/core";
import {
  IconArrowBackUp,
  IconChecklist,
  IconChevronDown,
  IconDots,
  IconEyeCheck,
  IconFlag,
  IconGavel,
  IconLayoutKanban,
  IconListDetails,
} from "@tabler/icons-react";
import { useState } from "react";
import { SectorShape } from "@/modules/organisations/sector";
import { Button } from "@/ui/button";
import buttonClasses from "@/ui/button.module.css";
import { FilterChip, FilterRow, Segments } from "@/ui/choice";
import { ChoiceChip } from "@/ui/choice-chip";
import { DateField } from "@/ui/date-field";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";
import menuClasses from "@/ui/menu.module.css";
import { SheetSection } from "./section";
import classes from "./style-page.module.css";

export function Buttons() {
  return (
    <SheetSection title="Кнопки">
      <div className="v-row v-wrap" style={{ gap: 12 }}>
        <Button>Надіслати</Button>
        <Button className={buttonClasses.hovered}>Наведено</Button>
        <Button className="v-focus">Фокус</Button>
        <Button disabled>Недоступно</Button>
        <Button kind="call">Підтвердити виконання</Button>
        <Button kind="quiet">Повернути</Button>
        <Button kind="ghost">Змінити</Button>
        <Button kind="danger">Скасувати доручення</Button>
        <Button kind="quiet" icon aria-label="Ще">
          <Icon of={IconDots} />
        </Button>
      </div>
    </SheetSection>
  );
}

export function Fields() {
  const [audience, setAudience] = useState("group");
  const [due, setDue] = useState("2025-12-01");
  return (
    <SheetSection title="Поля">
      <div className={classes.four}>
        <TextInput
          label="Назва доручення"
          defaultValue="Карта освітлення"
          description="Дія, яку можна перевірити"
        />
        <Select
          label="Виконавець"
          data={["Асоціація ОСББ", "Міська рада"]}
          defaultValue="Асоціація ОСББ"
          description="Організація, не людина"
          classNames={{ input: "v-focus" }}
          leftSection={<SectorShape sector="civil_society" size={16} />}
          rightSection={<Icon of={IconChevronDown} />}
        />
        <DateField
          label="Строк"
          value={due}
          onChange={setDue}
          error={fieldError("Ця дата вже минула. Виберіть пізнішу")}
        />
        <Radio.Group label="Хто бачить" value={audience} onChange={setAudience}>
          <div className="v-row" style={{ gap: 16 }}>
            <Radio value="group" label="Група" />
            <Radio value="all" label="Усі" />
          </div>
        </Radio.Group>
      </div>
    </SheetSection>
  );
}

const CHOICES = [
  { value: "", label: "Будь-який" },
  { value: "high", label: "Високий" },
];
const MENU = [
  [IconArrowBackUp, "Відповісти"],
  [IconChecklist, "Створити доручення"],
  [IconGavel, "Винести на рішення"],
  [IconEyeCheck, "Обов’язкове до прочитання"],
  [IconFlag, "Поскаржитись"],
] as const;

function MenuSample() {
  return (
    <div className={classes.menu}>
      {MENU.map(([glyph, name]) => (
        <button
          key={name}
          type="button"
          className={`${menuClasses.item} ${name === "Поскаржитись" ? menuClasses.danger : ""}`}
          data-hovered={name === "Створити доручення" || undefined}
          style={{
            width: "100%",
            border: 0,
            font: "inherit",
            fontSize: "0.9375rem",
            backgroundColor: name === "Створити доручення" ? undefined : "transparent",
          }}
        >
          <Icon of={glyph} />
          {name}
        </button>
      ))}
    </div>
  );
}

function DialogSample() {
  return (
    <div className={classes.dialog}>
      <h3 style={{ fontSize: "1.25rem", lineHeight: "1.625rem" }}>Повернути доручення № 8?</h3>
      <p className="v-t2" style={{ margin: "6px 0 14px" }}>
        «Жіноче коло» побачить зауваження і зможе подати нові докази. Строк не зміниться.
      </p>
      <Textarea className={classes.tall} label="Чого бракує" defaultValue="Підпису ліцею на сторінці 4" />
      <div className="v-row v-wrap" style={{ marginTop: 16, justifyContent: "flex-end", gap: 10 }}>
        <Button kind="ghost">Не повертати</Button>
        <Button>Повернути виконавцю</Button>
      </div>
    </div>
  );
}

export function Choices() {
  const [view, setView] = useState<"board" | "list">("board");
  return (
    <SheetSection title="Вибір, меню, діалог">
      <div className={classes.choices}>
        <div className="v-stack">
          <Segments
            label="Вигляд"
            value={view}
            onChange={setView}
            segments={[
              { value: "board", label: "Дошка", icon: <Icon of={IconLayoutKanban} /> },
              { value: "list", label: "Список", icon: <Icon of={IconListDetails} /> },
            ]}
          />
          <div style={{ marginTop: 12 }}>
            <FilterRow label="Фільтри">
              <FilterChip on>
                Усі групи
                <Icon of={IconChevronDown} size={16} />
              </FilterChip>
              <FilterChip>Моя організація</FilterChip>
              <ChoiceChip
                label="Пріоритет"
                value=""
                on={false}
                options={CHOICES}
                onChange={() => undefined}
              />
            </FilterRow>
          </div>
          <div className="v-row" style={{ gap: 20, marginTop: 12 }}>
            <Checkbox label="Від імені" defaultChecked />
            <Switch label="Тихі години" defaultChecked />
          </div>
        </div>
        <MenuSample />
        <DialogSample />
      </div>
    </SheetSection>
  );
}
