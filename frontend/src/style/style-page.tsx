import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { Cards, PageStates } from "./compositions";
import { Buttons, Choices, Fields } from "./controls";
import { Decision } from "./decisions";
import { Forms } from "./forms";
import { Colours, Marks, Sectors, Sizes, States, Types } from "./foundations";
import { Sections } from "./sections";
import classes from "./style-page.module.css";

/** Every part of the look on one page, in development only; `?dark` shows the dark scheme. */
export function StylePage() {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    setColorScheme(location.search.includes("dark") ? "dark" : "light");
  }, [setColorScheme]);
  return (
    <main id="main" className={classes.sheet}>
      <h1 className="v-hidden">Компоненти</h1>
      <Marks />
      <Colours />
      <Sectors />
      <States />
      <Types />
      <Sizes />
      <Buttons />
      <Fields />
      <Choices />
      <Forms />
      <Cards />
      <Sections />
      <Decision />
      <PageStates />
    </main>
  );
}
