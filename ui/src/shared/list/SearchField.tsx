import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { holdBusy } from "../ready/ready";
import { ariaKeys } from "../shortcuts/Keys";
import { isComposing } from "../shortcuts/keys";
import { useShortcuts } from "../shortcuts/useShortcuts";
import classes from "./SearchField.module.css";

const SEARCH_PAUSE_MS = 80;

type Props = {
  label: string;
  placeholder: string;
  clearLabel: string;
  /** Id of the list that the arrow down leads to. */
  listId: string;
  search: string;
  onSearch: (text: string) => void;
};

/** Searches while the rep types, and leads into the list below it. */
export function SearchField(props: Props) {
  const { label, placeholder, clearLabel, listId, search, onSearch } = props;
  const [text, setText] = useState(search);
  const [asked, setAsked] = useState(search);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({
    search: () => {
      input.current?.focus();
      input.current?.select();
    },
  });

  // The address changed by other means, such as going back: it wins over what stands here.
  if (asked !== search) {
    setAsked(search);
    if (text.trim() !== search) setText(search);
  }

  const wanted = text.trim();
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });
  useEffect(() => {
    if (wanted === search) return;
    const release = holdBusy();
    const timer = setTimeout(() => {
      latest.current(wanted);
      release();
    }, SEARCH_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      release();
    };
  }, [wanted, search]);

  const clear = () => {
    setText("");
    onSearch("");
    input.current?.focus();
  };

  return (
    <TextInput
      ref={input}
      className={classes.search}
      aria-label={label}
      aria-keyshortcuts={ariaKeys("/")}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text === "" ? null : <CloseButton size={24} aria-label={clearLabel} onClick={clear} />
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === "Escape") {
          if (text === "") input.current?.blur();
          else clear();
        } else if (event.key === "ArrowDown" || event.key === "Enter") {
          event.preventDefault();
          document.getElementById(listId)?.focus();
        }
      }}
    />
  );
}
