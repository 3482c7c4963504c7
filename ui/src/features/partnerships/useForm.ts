import { useRef, useState } from "react";
import { asRpcError, type RpcError } from "../../host/rpc";

type Options = {
  /** Whether something typed would be lost by closing. */
  changed: boolean;
  onSubmit: () => Promise<void>;
  onClose: () => void;
};

export type Form = {
  error: RpcError | null;
  saving: boolean;
  /** Whether the rep is asked about what would be lost. */
  asking: boolean;
  submit: () => void;
  leave: () => void;
  /** Something was typed. `mends` when the failure that is shown was about that. */
  edited: (mends: boolean) => void;
  discard: () => void;
};

/** Sends a form once, keeps what was typed when that fails, and asks before it is thrown away. */
export function useForm({ changed, onSubmit, onClose }: Options): Form {
  const [error, setError] = useState<RpcError | null>(null);
  const [saving, setSaving] = useState(false);
  const [asking, setAsking] = useState(false);
  // State arrives with the next render; a second Enter may come before it.
  const submitted = useRef(false);

  async function submit() {
    if (submitted.current) return;
    submitted.current = true;
    setSaving(true);
    setError(null);
    try {
      await onSubmit();
      onClose();
    } catch (cause) {
      setError(asRpcError(cause));
    } finally {
      submitted.current = false;
      setSaving(false);
    }
  }

  return {
    error,
    saving,
    asking,
    submit: () => void submit(),
    leave: () => {
      if (saving) return;
      if (changed && !asking) setAsking(true);
      else if (asking) setAsking(false);
      else onClose();
    },
    edited: (mends) => {
      setAsking(false);
      if (mends) setError(null);
    },
    discard: onClose,
  };
}
