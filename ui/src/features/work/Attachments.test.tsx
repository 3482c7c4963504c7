import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import type { Attachment, EmailPreview } from "../../wire/wire";
import { renderWork } from "./renderWork";

const email = { step: 11, cadence: 1, position: 0, type: "email" } as const;
const offer: Attachment = { file: "a".repeat(64), name: "Offer.pdf", size: 1_250_000 };
const photo: Attachment = { file: "b".repeat(64), name: "Photo.png", size: 900 };

const preview = (more: Partial<EmailPreview>): EmailPreview => ({
  subject: "Hello",
  text: "Dear Ada,\n\nRobin",
  html: "<p>Dear Ada,</p>",
  size: 1_712_000,
  limit: null,
  ...more,
});

const files = () => within(screen.getByRole("region", { name: "Attachments" }));

test("files are chosen outside the window, attached by their handles, and removed", async () => {
  const { user, program, open } = await renderWork((work, program) => {
    work.add("Ada", email);
    program.answers.files_choose = () => ({
      files: [
        { handle: "h1", name: offer.name },
        { handle: "h2", name: "empty.txt" },
        { handle: "h3", name: photo.name },
      ],
    });
    program.answers.file_attach = ({ handle }) => {
      if (handle === "h2") {
        const context = { name: "empty.txt", fault: { type: "empty" } } as const;
        throw wireError({ code: "file_not_kept", context, message: "empty" });
      }
      return { attachment: handle === "h1" ? offer : photo };
    };
    program.answers.email_preview = () => preview({});
  });
  open(1);
  await screen.findByRole("heading", { name: "E-mail · Ada · Ada Ltd" });
  expect(program.callsOf("email_preview")).toEqual([]);
  await user.click(files().getByRole("button", { name: "Attach files" }));
  await waitFor(() => expect(files().getAllByRole("listitem")).toHaveLength(2));
  expect(program.callsOf("files_choose")).toEqual([{}]);
  expect(files().getAllByRole("listitem")[0]).toHaveTextContent("Offer.pdf1.3 MB");
  expect(files().getAllByRole("listitem")[1]).toHaveTextContent("Photo.png900 bytes");
  expect(await screen.findByText("“empty.txt” was not attached")).toBeVisible();
  expect(await screen.findByText("1.7 MB in all")).toBeVisible();
  await waitFor(() =>
    expect(program.callsOf("email_save").at(-1)).toMatchObject({
      draft: { attachments: [offer, photo] },
    }),
  );
  await user.click(files().getByRole("button", { name: "Remove Offer.pdf" }));
  expect(files().getAllByRole("listitem")).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Send" }));
  await waitFor(() =>
    expect(program.callsOf("email_send")).toMatchObject([{ draft: { attachments: [photo] } }]),
  );
});

test("a dialog that is closed attaches nothing", async () => {
  const { user, program, open } = await renderWork((work, program) => {
    work.add("Ada", email);
    program.answers.files_choose = () => ({ files: [] });
  });
  open(1);
  await screen.findByRole("heading", { name: "E-mail · Ada · Ada Ltd" });
  await user.click(files().getByRole("button", { name: "Attach files" }));
  await waitFor(() => expect(files().getByRole("button", { name: "Attach files" })).toBeEnabled());
  expect(files().queryByRole("listitem")).toBeNull();
  expect(program.callsOf("email_save")).toEqual([]);
});

test("the preview shows what is sent, and says when it is too large to be", async () => {
  const { user, program, open } = await renderWork((work, program) => {
    work.add("Ada", email);
    program.answers.email_preview = ({ draft }) =>
      preview({ text: `${draft.body}\n\nRobin`, size: 30_000_000, limit: 25_000_000 });
  });
  open(1);
  await screen.findByRole("heading", { name: "E-mail · Ada · Ada Ltd" });
  await user.click(screen.getByRole("button", { name: "Preview" }));
  const region = within(screen.getByRole("region", { name: "Preview" }));
  expect(await region.findByText(/Dear Ada,\s+Robin/)).toBeVisible();
  expect(region.getByRole("alert")).toHaveTextContent(
    "30 MB in all: your provider takes messages of at most 25 MB. Remove an attachment.",
  );
  // Before there is a frame, into which axe cannot look here.
  expect(await seriousFindings()).toEqual([]);
  await user.click(region.getByText("As most recipients see it"));
  const frame = region.getByTitle("As most recipients see it");
  expect(frame).toHaveAttribute("sandbox", "");
  expect(frame).toHaveAttribute("srcdoc", "<p>Dear Ada,</p>");

  const context = { size: 30_000_000, limit: 25_000_000 };
  program.failing.set(
    "email_send",
    wireError({ code: "message_too_large", context, message: "too large" }),
  );
  await user.click(screen.getByRole("button", { name: "Send" }));
  expect(
    await screen.findByText(/The message would have 30 MB; your provider takes at most 25 MB/),
  ).toBeVisible();
});
