import { type RefObject, useEffect, useRef } from "react";

/** Puts the keyboard into the field when its window opens for somebody, if it is wanted there. */
export function useFocusFirst<E extends HTMLElement>(wanted: boolean): RefObject<E | null> {
  const field = useRef<E>(null);
  const first = useRef(wanted);
  useEffect(() => {
    if (first.current) field.current?.focus({ preventScroll: true });
  }, []);
  return field;
}
