import base from "@testing-library/user-event";

/** No timer between two events: on a busy machine each waits long, and nothing depends on it. */
const OPTIONS = { delay: null };

/** User events for tests; import them from here only. */
export const userEvent = {
  setup: () => base.setup(OPTIONS),
  clear: (element: Element) => base.clear(element),
  click: (element: Element) => base.click(element, OPTIONS),
  dblClick: (element: Element) => base.dblClick(element, OPTIONS),
  keyboard: (keys: string) => base.keyboard(keys, OPTIONS),
  selectOptions: (select: Element, values: Parameters<typeof base.selectOptions>[1]) =>
    base.selectOptions(select, values, OPTIONS),
  type: (element: Element, text: string) => base.type(element, text, OPTIONS),
  upload: (element: HTMLElement, files: File | File[]) => base.upload(element, files, OPTIONS),
};
