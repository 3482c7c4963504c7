// Sends personalised messages through nodemailer's pool as fast as it takes them:
// node send.mjs PORT CONNECTIONS MESSAGES
import nodemailer from "nodemailer";

const [port, connections, messages] = process.argv.slice(2).map(Number);

const transport = nodemailer.createTransport({
  pool: true,
  host: "127.0.0.1",
  port,
  secure: false,
  ignoreTLS: true,
  maxConnections: connections,
  maxMessages: Infinity,
  auth: { user: "rep@example.test", pass: "secret" },
});

// As long as ours, as text and HTML, signature and opt-out included.
const paragraphs = (number) => [
  `Hello Ada${number},`,
  `I looked at what Company ${number} does and wondered how you plan the work of your partners. Most people keep it in a sheet, and lose about a day a week with it.`,
  "We have built something that takes this off your hands. Would fifteen minutes of your time this week be too much?",
  "Kim Reed\nPartner manager\nCadence Ltd",
];
const text = (number) => paragraphs(number).join("\n\n");
const html = (number) =>
  paragraphs(number)
    .map((paragraph) => `<p>${paragraph.replaceAll("\n", "<br>")}</p>`)
    .join("");

const message = (number) => ({
  from: { name: "Kim Reed", address: "rep@example.test" },
  to: { name: `Ada${number} Lee`, address: `person${number}@example.test` },
  subject: `A question for Company ${number}`,
  text: text(number),
  html: html(number),
  list: { unsubscribe: { url: `mailto:rep@example.test?subject=unsubscribe%20${number}` } },
});

let next = 0;
let failed = 0;
const pending = [];

await new Promise((resolve) => {
  const fill = () => {
    while (transport.isIdle() && next < messages) {
      pending.push(transport.sendMail(message(next++)).catch(() => failed++));
    }
    if (next === messages) {
      transport.off("idle", fill);
      resolve();
    }
  };
  transport.on("idle", fill);
  fill();
});
await Promise.all(pending);
transport.close();
process.exitCode = failed ? 1 : 0;
