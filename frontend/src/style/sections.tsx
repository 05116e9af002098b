import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { ImportWizard } from "@/kit/importing/import-wizard";
import { SectionCard } from "@/kit/section-card";
import { AttentionPill, PlainPill } from "@/modules/actions/status";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { Button } from "@/ui/button";
import { ByLine } from "@/ui/by-line";
import { Card, CardList } from "@/ui/card";
import { Facts } from "@/ui/facts";
import { EmptyState } from "@/ui/feedback";
import { HistoryList } from "@/ui/history-list";
import { ListRow } from "@/ui/list-row";
import { SheetSection } from "./section";
import classes from "./style-page.module.css";

const STEPS = [
  { id: "2", at: "2025-11-20T08:00:00Z", title: "Працює", who: "Олена Коваль" },
  { id: "1", at: "2025-11-02T08:00:00Z", title: "Запропонована", who: "" },
];

function useNames(names: string[]) {
  return useQuery({ queryKey: ["style", names], queryFn: async () => names });
}

const nothing = () => undefined;

/** A table that was looked at: nothing of it was done yet. */
function CheckedTable() {
  const list = {
    rows: [{ number: 2, name: "Школа № 5" }],
    faults: [{ number: 3, column: "name", code: "blank", message: "Тут порожньо." }],
  };
  return (
    <ImportWizard
      steps={{
        checked: list,
        isChecking: false,
        isRunning: false,
        isChanged: false,
        unread: null,
        undone: null,
        check: nothing,
        checkAgain: nothing,
        run: nothing,
        chooseAnother: nothing,
      }}
      title="Список місць"
      lead="Візьміть таблицю."
      columns={{ required: "Назва", optional: "Адреса" }}
      limit="XLSX або CSV"
      columnName={() => "Назва"}
      rowName={({ name }) => name}
      row={({ name }) => <p>{name}</p>}
      rowsTitle="Можна додати"
      submit={(count) => `Додати: ${count}`}
    />
  );
}

/** A list with rows, and one without. */
function ListSamples() {
  const some = useNames(["Хутірська громада", "Прибережна громада"]);
  const none = useNames([]);
  return (
    <>
      <SectionCard
        title="Території"
        query={some}
        empty={null}
        add={<Button kind="quiet">Додати територію</Button>}
      >
        {(name) => (
          <ListRow
            key={name}
            title={name}
            href="#place"
            meta="Громада"
            status={<span className="v-tiny v-t2">UA23</span>}
          />
        )}
      </SectionCard>
      <SectionCard
        title="Групи"
        query={none}
        empty={<EmptyState title="Тут ще немає груп">Внесіть організації, тоді заснуйте групу.</EmptyState>}
      >
        {(name) => <ListRow key={name} title={name} />}
      </SectionCard>
    </>
  );
}

function RowSamples() {
  return (
    <Card title="Рядки">
      <CardList>
        <ListRow
          lead={<PersonAvatar name="Олена Коваль" sector="health" />}
          title="Олена Коваль"
          meta="лікарка"
          status={<Button kind="ghost">Припинити</Button>}
        />
        <ListRow
          icon={IconKey}
          title="Звіт для ради"
          meta="діє до 20 лютого"
          actions={<Button kind="quiet">Відкликати</Button>}
        />
        <ListRow
          spaced
          title="Іван Гук"
          status={<PlainPill>Надано місце</PlainPill>}
          actions={<Button kind="quiet">Відкликати</Button>}
        >
          <ByLine actor="Олена Коваль" at="2025-11-20T08:00:00Z" />
        </ListRow>
        <ListRow title="Рада" meta="Одна на громаду" status={<AttentionPill>Чекає на вас</AttentionPill>} />
      </CardList>
    </Card>
  );
}

function FactSamples() {
  return (
    <>
      <Card padded title="Відомості">
        <Facts
          items={[
            ["Кворум", "7 учасників"],
            ["Документ про створення", "Рішення № 12"],
            ["Сторінка без входу", null],
          ]}
        />
      </Card>
      <Card padded title="Стовпці">
        <Facts stacked items={[["Обов’язкові", "Електронна пошта, Організація"]]} />
      </Card>
      <Card title="Історія">
        <HistoryList
          items={STEPS}
          tell={({ title, who }) => ({ title, details: who && <p className="v-tiny v-t3">{who}</p> })}
        />
      </Card>
    </>
  );
}

/** Parts of a page: a list, one that is empty, rows of each look, facts and history. */
export function Sections() {
  return (
    <SheetSection title="Розділи сторінки">
      <div className={classes.three}>
        <ListSamples />
        <RowSamples />
        <FactSamples />
        <CheckedTable />
      </div>
    </SheetSection>
  );
}
