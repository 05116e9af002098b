import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useLocale } from "@/lib/locale";
import type { Path } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import { Card } from "@/ui/card";
import { type Fact, Facts } from "@/ui/facts";
import { Page, PageHeader, useTitle } from "@/ui/page";
import classes from "./help.module.css";
import { TERMS } from "./terms";

/** Show the first steps in the product, and its words in both languages. */
export function HelpPage() {
  const { t } = useLingui();
  useTitle(t`Довідка`);
  return (
    <Page>
      <PageHeader title={t`Довідка`} lead={t`З чого почати і що означають слова.`} />
      <div className={classes.parts}>
        <Card padded title={<Trans>Перші кроки</Trans>}>
          <FirstSteps />
        </Card>
        <Card padded title={<Trans>Слова</Trans>}>
          <WordList />
        </Card>
      </div>
    </Page>
  );
}

function FirstSteps() {
  return (
    <ol className={classes.steps}>
      <Step href="/" place={<Trans>Сьогодні</Trans>}>
        <Trans>Тут те, що чекає на вас. Починайте звідси щодня.</Trans>
      </Step>
      <Step href="/groups" place={<Trans>Групи</Trans>}>
        <Trans>Відкрийте свою групу або попросіть місце в іншій.</Trans>
      </Step>
      <Step href="/groups" place={<Trans>Тема</Trans>}>
        <Trans>Прочитайте від позначки «нове» і напишіть унизу: особисто чи від імені організації.</Trans>
      </Step>
      <Step href="/actions" place={<Trans>Доручення</Trans>}>
        <Trans>
          Прийміть доручення, додайте доказ і попросіть підтвердити. Бракує чогось — попросіть допомоги.
        </Trans>
      </Step>
      <Step href="/inbox" place={<Trans>Вхідні</Trans>}>
        <Trans>Спершу те, що потребує відповіді, далі новини.</Trans>
      </Step>
      <Step href="/search" place={<Trans>Пошук</Trans>}>
        <Trans>Слова в будь-якій формі. «№ 5» знайде доручення за номером.</Trans>
      </Step>
      <Step href="/settings" place={<Trans>Налаштування</Trans>}>
        <Trans>Мова, тихі години, сповіщення на телефон.</Trans>
      </Step>
    </ol>
  );
}

interface StepProps {
  href: Path;
  place: ReactNode;
  children: ReactNode;
}

function Step({ href, place, children }: StepProps) {
  return (
    <li>
      <AppLink className="v-reach" href={href}>
        {place}
      </AppLink>
      <p className="v-small">{children}</p>
    </li>
  );
}

/** Terms by the name in the reader's language, with the name in the other one. */
function WordList() {
  const { i18n } = useLingui();
  const { language } = useLocale();
  const other = language === "uk" ? "en" : "uk";
  const terms = [...TERMS].sort((one, two) => one[language].localeCompare(two[language], language));
  const items = terms.map(
    (term): Fact => [
      <span key={term.en}>
        {term[language]} <small lang={other}>{term[other]}</small>
      </span>,
      i18n._(term.meaning),
    ],
  );
  return <Facts stacked items={items} />;
}
