/** Whether the computer is a Mac, where ⌘ takes the place of Ctrl. */
export const isMac = /Mac/.test(navigator.userAgent);
