import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import manifest from "./package.json" with { type: "json" };

export default defineConfig({
  plugins: [react()],
  define: { __APP_VERSION__: JSON.stringify(manifest.version) },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    // The oldest engine among the three web views, so that one bundle runs in all of them.
    target: "safari16",
    // The content security policy of the window refuses fonts from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/testing/setup.ts"],
    css: false,
    // Vitest leaves one core alone, which of two is half of the machine.
    maxWorkers: "100%",
    env: { DEBUG_PRINT_LIMIT: "0" },
    restoreMocks: true,
    // For machines that do something else at the same time; a test that hangs is still ended.
    testTimeout: 30_000,
    // Nothing is visible in jsdom, so focus traps find nothing to focus and complain at length.
    onConsoleLog: (log) => !log.startsWith("[@mantine/hooks/use-focus-trap]"),
  },
});
