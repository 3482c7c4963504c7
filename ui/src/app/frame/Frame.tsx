import { Outlet } from "@tanstack/react-router";
import { CadenceActionsProvider } from "../../features/cadences/CadenceActions";
import { SessionsProvider } from "../../features/cadences/editor/Sessions";
import { LateDialog } from "../../features/outbox/LateDialog";
import { PartnershipActionsProvider } from "../../features/partnerships/PartnershipActions";
import { WorkProvider } from "../../features/work/WorkProvider";
import { ReturnedDialog } from "../../features/workspace/ReturnedDialog";
import { Attention } from "../../shared/attention/Attention";
import { DockProvider } from "../../shared/dock/DockProvider";
import { DockRegion } from "../../shared/dock/DockRegion";
import { ShortcutSheetProvider } from "../../shared/shortcuts/ShortcutSheet";
import { useShortcutListener } from "../../shared/shortcuts/useShortcuts";
import { AppShortcuts } from "../AppShortcuts";
import { Palette } from "../palette/Palette";
import { useRememberedRoute } from "../useRememberedRoute";
import classes from "./Frame.module.css";
import { Navigation } from "./Navigation";
import { SidePanel } from "./SidePanel";
import { StatusLine } from "./StatusLine";

/** What surrounds every screen. */
export function Frame() {
  useShortcutListener();
  useRememberedRoute();
  return (
    <ShortcutSheetProvider>
      <SessionsProvider>
        <CadenceActionsProvider>
          <PartnershipActionsProvider>
            <DockProvider>
              <WorkProvider>
                <AppShortcuts />
                <Attention />
                <ReturnedDialog />
                <LateDialog />
                <Palette />
                <div className={classes.frame}>
                  <Navigation />
                  <main className={classes.content}>
                    <Outlet />
                    <DockRegion />
                  </main>
                  <SidePanel />
                  <StatusLine />
                </div>
              </WorkProvider>
            </DockProvider>
          </PartnershipActionsProvider>
        </CadenceActionsProvider>
      </SessionsProvider>
    </ShortcutSheetProvider>
  );
}
