import { createTheme } from "@mantine/core";
import fieldClasses from "./field.module.css";
import menuClasses from "./menu.module.css";
import modalClasses from "./modal.module.css";

const FIELD_ORDER: ("label" | "input" | "description" | "error")[] = [
  "label",
  "input",
  "description",
  "error",
];

const FIELD = {
  defaultProps: { inputWrapperOrder: FIELD_ORDER, size: "md" },
  classNames: {
    wrapper: fieldClasses.wrapper,
    label: fieldClasses.label,
    input: fieldClasses.input,
    description: fieldClasses.hint,
    error: fieldClasses.error,
    required: fieldClasses.required,
  },
};

/**
 * Components are named, not imported: those that the first page does not use stay out of what it loads.
 * Mantine speaks our tokens: its own palette is never shown. Values come from tokens.css through mantine.css.
 */
export const theme = createTheme({
  fontFamily: "var(--v-font)",
  headings: { fontFamily: "var(--v-font)" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    InputWrapper: {
      classNames: { label: fieldClasses.label, error: fieldClasses.error },
    },
    TextInput: FIELD,
    PasswordInput: {
      ...FIELD,
      classNames: {
        ...FIELD.classNames,
        innerInput: fieldClasses.inner,
        visibilityToggle: fieldClasses.toggle,
      },
    },
    Textarea: FIELD,
    NativeSelect: FIELD,
    Select: {
      ...FIELD,
      classNames: { ...FIELD.classNames, dropdown: menuClasses.dropdown, option: menuClasses.option },
      defaultProps: {
        ...FIELD.defaultProps,
        allowDeselect: false,
        // What is wrong with a field is not covered by its own list when the keyboard comes to it.
        openOnFocus: false,
        checkIconPosition: "right",
        comboboxProps: { shadow: "none" },
      },
    },
    MultiSelect: {
      ...FIELD,
      classNames: {
        ...FIELD.classNames,
        dropdown: menuClasses.dropdown,
        option: menuClasses.option,
        pill: fieldClasses.pill,
        inputField: fieldClasses.typing,
      },
      defaultProps: {
        ...FIELD.defaultProps,
        checkIconPosition: "right",
        comboboxProps: { shadow: "none" },
      },
    },
    Checkbox: {
      defaultProps: { size: "md", radius: 4 },
      classNames: {
        input: fieldClasses.check,
        icon: fieldClasses.tick,
        label: fieldClasses.choice,
        description: fieldClasses.choiceHint,
        body: fieldClasses.choiceBody,
      },
    },
    Radio: {
      defaultProps: { size: "md" },
      classNames: { radio: fieldClasses.radio, label: fieldClasses.choice, body: fieldClasses.choiceBody },
    },
    Switch: {
      defaultProps: { size: "md", withThumbIndicator: false },
      classNames: {
        track: fieldClasses.track,
        thumb: fieldClasses.thumb,
        label: fieldClasses.choice,
        description: fieldClasses.choiceHint,
        body: fieldClasses.choiceBody,
      },
    },
    Popover: {
      defaultProps: {
        position: "bottom-end",
        shadow: "none",
        offset: 4,
        withinPortal: false,
        floatingStrategy: "fixed",
      },
      classNames: { dropdown: menuClasses.dropdown },
    },
    Menu: {
      defaultProps: {
        position: "bottom-end",
        shadow: "none",
        offset: 4,
        // Mantine's own first stop of the focus is no item, which a menu may not hold.
        withInitialFocusPlaceholder: false,
        // Beside its button it lies in the same landmark; fixed, so that no scrolled list cuts it off.
        withinPortal: false,
        floatingStrategy: "fixed",
        // A long one scrolls in the room that there is, on the side where there is more.
        middlewares: {
          flip: { fallbackStrategy: "bestFit" },
          size: {
            padding: 8,
            apply: ({
              availableHeight,
              elements,
            }: {
              availableHeight: number;
              elements: { floating: HTMLElement };
            }) => {
              elements.floating.style.maxHeight = `${Math.max(availableHeight, 192)}px`;
            },
          },
        },
      },
      classNames: { dropdown: menuClasses.dropdown, item: menuClasses.item, divider: menuClasses.divider },
    },
    Modal: {
      defaultProps: { centered: true, lockScroll: false, size: 560, padding: 0 },
      classNames: {
        content: modalClasses.content,
        header: modalClasses.header,
        title: modalClasses.title,
        body: modalClasses.body,
        close: modalClasses.close,
        overlay: modalClasses.overlay,
      },
    },
    // Mantine draws it as a <header>, which inside a dialog would be a second banner of the page.
    ModalHeader: { defaultProps: { role: "presentation" } },
  },
});
