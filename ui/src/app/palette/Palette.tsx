import { Modal } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { t } from "../../shared/i18n/t";
import { isComposing, nameOf } from "../../shared/shortcuts/keys";
import { isMac } from "../../shared/shortcuts/platform";
import { shortcutOf } from "../../shared/shortcuts/registry";
import { useShortcuts } from "../../shared/shortcuts/useShortcuts";
import classes from "./Palette.module.css";
import { PaletteResults } from "./PaletteResults";
import { type PaletteItem, usePaletteItems } from "./usePaletteItems";

/** Finds commands and cadences by what is typed. */
export function Palette() {
  const [opened, setOpened] = useState(false);
  useShortcuts({ palette: () => setOpened(true) });
  // What a command opens takes the focus: it must not run before the palette has given it back.
  const chosen = useRef<PaletteItem | null>(null);
  const close = (item: PaletteItem | null) => {
    chosen.current = item;
    setOpened(false);
  };
  return (
    <Modal.Root
      opened={opened}
      onClose={() => close(null)}
      size={600}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      onExitTransitionEnd={() => {
        chosen.current?.run();
        chosen.current = null;
      }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t("palette.label")}>
        <Modal.Body p={0}>
          <PaletteContent onClose={close} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteContent({ onClose }: { onClose: (item: PaletteItem | null) => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { items, searching, failed } = usePaletteItems(text);
  const listId = useId();
  const active = Math.min(at, items.length - 1);
  const idOf = (index: number) => `${listId}-${index}`;
  const activeId = active >= 0 ? idOf(active) : undefined;

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return;
    if (nameOf(event.nativeEvent, isMac) === shortcutOf("palette").keys[0]) onClose(null);
    else if (items.length === 0) return;
    else if (event.key === "ArrowDown") setAt((active + 1) % items.length);
    else if (event.key === "ArrowUp") setAt((active - 1 + items.length) % items.length);
    else if (event.key === "Enter") onClose(items[active] ?? null);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className={classes.search}>
        <IconSearch size={18} aria-hidden />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-label={t("palette.label")}
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-activedescendant={activeId}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t("palette.placeholder")}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <PaletteResults
        id={listId}
        items={items}
        active={active}
        idOf={idOf}
        onActive={setAt}
        onChoose={onClose}
      />
      <div role="status" className={classes.note}>
        {failed && t("palette.searchFailed")}
        {searching && items.length === 0 && t("palette.searching")}
        {!failed && !searching && items.length === 0 && t("palette.none", { search: text.trim() })}
      </div>
    </>
  );
}
