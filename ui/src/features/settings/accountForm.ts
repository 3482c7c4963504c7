import type {
  AccountField,
  AccountSave,
  AccountSettings,
  Fault,
  Issuer,
  MailAccount,
  Security,
  ServerSettings,
  Servers,
} from "../../wire/wire";

/** A server as it is typed. */
export type ServerForm = { host: string; port: string; security: Security };

/** The account as it is typed. */
export type AccountForm = {
  address: string;
  user: string;
  password: string;
  /** With whose OAuth it signs in; none with a password. */
  issuer: Issuer | null;
  /** The rep's own client; empty for the program's. */
  clientId: string;
  clientSecret: string;
  /** Stands for a sign-in in the browser that is not saved yet. */
  ticket: string | null;
  smtp: ServerForm;
  /** Whether there is a server that holds mail. */
  receives: boolean;
  imap: ServerForm;
  /** Whether the provider files copies of what is sent; none to go by its name. */
  filesCopies: boolean | null;
};

export type Protocol = "smtp" | "imap";

export type Faults = Partial<Record<AccountField, Fault>>;

const usualPorts: Record<Protocol, Record<Security, string>> = {
  smtp: { tls: "465", start_tls: "587", plain: "25" },
  imap: { tls: "993", start_tls: "143", plain: "143" },
};

export function formOf(settings: AccountSettings | null): AccountForm {
  const oauth = settings?.sign_in.by === "oauth" ? settings.sign_in : null;
  return {
    address: settings?.address ?? "",
    user: settings?.user ?? "",
    password: "",
    issuer: oauth?.issuer ?? null,
    clientId: oauth?.client_id ?? "",
    clientSecret: "",
    ticket: null,
    smtp: settings ? typed(settings.smtp) : emptyServer("smtp"),
    receives: settings?.imap != null,
    imap: settings?.imap ? typed(settings.imap) : emptyServer("imap"),
    filesCopies: settings?.files_copies ?? null,
  };
}

/** The form with the servers of its address filled in. */
export function withServers(form: AccountForm, { smtp, imap }: Servers): AccountForm {
  return {
    ...form,
    smtp: typed(smtp),
    imap: imap ? typed(imap) : emptyServer("imap"),
    receives: imap !== null,
  };
}

/** How one signs in at the found servers unless the rep chooses otherwise. */
export function usualIssuer({ sign_in, passwords }: Servers): Issuer | null {
  return sign_in && (sign_in.has_client || passwords === "none") ? sign_in.issuer : null;
}

/** The server with another protection, and the port that goes with it unless it is an unusual one. */
export function withSecurity(
  protocol: Protocol,
  server: ServerForm,
  security: Security,
): ServerForm {
  const usual = server.port === "" || server.port === usualPorts[protocol][server.security];
  return { ...server, security, port: usual ? usualPorts[protocol][security] : server.port };
}

/** Ports that are no ports: they cannot even be asked about. */
export function portFaults(form: AccountForm): Faults {
  const faults: Faults = {};
  if (!isPort(form.smtp.port)) faults.smtp_port = { type: "port" };
  if (form.receives && !isPort(form.imap.port)) faults.imap_port = { type: "port" };
  return faults;
}

/** `account` is the one that is changed; none for a new one. */
export function saveOf(account: MailAccount | null, form: AccountForm): AccountSave {
  return {
    id: account?.id ?? null,
    settings: {
      address: form.address.trim(),
      user: form.user.trim(),
      smtp: read(form.smtp),
      imap: form.receives ? read(form.imap) : null,
      ...(form.filesCopies !== null && { files_copies: form.filesCopies }),
      sign_in: form.issuer
        ? { by: "oauth", issuer: form.issuer, client_id: form.clientId.trim() }
        : { by: "password" },
    },
    password: form.password === "" || form.issuer ? null : form.password,
    ticket: form.issuer && form.ticket,
  };
}

/** Whether something differs from what the form began with. */
export function differs(one: AccountForm, other: AccountForm): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function emptyServer(protocol: Protocol): ServerForm {
  return { host: "", port: usualPorts[protocol].tls, security: "tls" };
}

function typed({ host, port, security }: ServerSettings): ServerForm {
  return { host, port: String(port), security };
}

function read({ host, port, security }: ServerForm): ServerSettings {
  return { host: host.trim(), port: Number(port), security };
}

function isPort(text: string): boolean {
  const trimmed = text.trim();
  return /^\d{1,5}$/.test(trimmed) && Number(trimmed) >= 1 && Number(trimmed) <= 65_535;
}
