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

// As long as ours, signature and opt-out included.
const text = (number) => `Hello Ada${number},

I looked at what Company ${number} does and wondered how you plan the work of your partners at the moment. Most people whom I talk to keep it in a sheet, and lose about a day a week with it.

We have built something that takes this off your hands. Two of your neighbours use it; one of them wrote down what has changed, and I would gladly send it to Company ${number}.

Would fifteen minutes this week or next be too much?

Kim Reed
Partner manager
Cadence Ltd`;

const message = (number) => ({
  from: { name: "Kim Reed", address: "rep@example.test" },
  to: { name: `Ada${number} Lee`, address: `person${number}@example.test` },
  subject: `A question for Company ${number}`,
  text: text(number),
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
