import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  Modal,
  Popover,
  SegmentedControl,
  Tooltip,
} from "@mantine/core";

const accent: MantineColorsTuple = [
  "#eef1ff",
  "#dde2fd",
  "#bcc6f8",
  "#9aa8f3",
  "#7c8df0",
  "#6577e4",
  "#5265d6",
  "#4254c2",
  "#3645a5",
  "#2b3784",
];

const gray: MantineColorsTuple = [
  "#fafafa",
  "#f4f4f5",
  "#ececee",
  "#dfdfe2",
  "#c9c9ce",
  "#9c9ca4",
  "#75757e",
  "#5c5c65",
  "#3d3d45",
  "#222228",
];

const dark: MantineColorsTuple = [
  "#e6e6e9",
  "#c4c4ca",
  "#a3a3ac",
  "#85858f",
  "#4a4b52",
  "#383a40",
  "#2a2b30",
  "#1e1f23",
  "#17181a",
  "#101113",
];

const red: MantineColorsTuple = [
  "#fff0f0",
  "#fbdedd",
  "#f4b9b7",
  "#ee928e",
  "#ea726d",
  "#dd524c",
  "#cf3f39",
  "#b8322d",
  "#982521",
  "#7a1c19",
];

/** The key is also in `public/color-scheme.js`, which runs before the first paint. */
export const COLOR_SCHEME_KEY = "cadence-desk.color-scheme";

export const colorSchemeManager = localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY });

export const theme = createTheme({
  colors: { accent, gray, dark, red },
  primaryColor: "accent",
  primaryShade: 7,
  white: "#ffffff",
  black: "#222228",
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.35", sm: "1.45", md: "1.45", lg: "1.4", xl: "1.3" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "sm",
  headings: { fontWeight: "600" },
  cursorType: "default",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 28 } }),
    Button: Button.extend({
      defaultProps: { size: "sm" },
      styles: { label: { fontWeight: 500 } },
      vars: (_, { size }) => ({
        root: size === "sm" ? { "--button-height": "32px", "--button-padding-x": "14px" } : {},
      }),
    }),
    Input: Input.extend({
      vars: () => ({ wrapper: { "--input-height": "32px", "--input-size": "32px" } }),
    }),
    InputWrapper: Input.Wrapper.extend({
      vars: () => ({
        label: {},
        success: {},
        required: {},
        error: { "--input-error-size": "12px" },
        description: { "--input-description-size": "12px" },
      }),
    }),
    Modal: Modal.extend({
      defaultProps: {
        radius: "md",
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 120, transition: "fade" },
      },
      styles: {
        content: { background: "var(--cd-raised)" },
        header: { background: "var(--cd-raised)" },
        title: { fontSize: 16, fontWeight: 600 },
      },
    }),
    Popover: Popover.extend({ defaultProps: { radius: "md", shadow: "md" } }),
    SegmentedControl: SegmentedControl.extend({
      styles: { root: { background: "var(--cd-hover)" } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false } }),
  },
});

/** The roles that colours play. Component styles name these and no colours of their own. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": gray[9],
    "--mantine-color-dimmed": gray[7],
    "--mantine-color-placeholder": "#6b6b74",
    "--mantine-color-error": red[7],
    "--mantine-color-default-border": gray[4],
    "--mantine-color-anchor": accent[7],
    "--cd-text": gray[9],
    "--cd-surface": gray[0],
    "--cd-raised": "#ffffff",
    "--cd-border": gray[2],
    "--cd-border-strong": gray[4],
    "--cd-hover": gray[1],
    "--cd-selected": accent[0],
    "--cd-accent": accent[7],
    "--cd-draft": "#75757e",
    "--cd-active": "#1a7f4b",
    "--cd-inactive": "#8a5a00",
    "--cd-archived": "#75757e",
    "--cd-danger": red[7],
  },
  dark: {
    "--mantine-color-body": dark[8],
    "--mantine-color-text": dark[0],
    "--mantine-color-dimmed": dark[2],
    "--mantine-color-placeholder": "#94949e",
    "--mantine-color-error": red[3],
    "--mantine-color-default-border": dark[4],
    "--mantine-color-anchor": accent[3],
    "--cd-text": dark[0],
    "--cd-surface": dark[7],
    "--cd-raised": "#222327",
    "--cd-border": dark[6],
    "--cd-border-strong": dark[4],
    "--cd-hover": "#212226",
    "--cd-selected": "#262b45",
    "--cd-accent": accent[3],
    "--cd-draft": "#a3a3ac",
    "--cd-active": "#5cc98f",
    "--cd-inactive": "#e0ad55",
    "--cd-archived": "#a3a3ac",
    "--cd-danger": red[3],
  },
});
