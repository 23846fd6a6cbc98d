import type { Client } from "./client.js";
import type { Calls, Progress } from "./messages.js";
import { byId } from "./page.js";

/** What the steps of the pipeline are called on the page; other steps say it themselves. */
const STEPS: Readonly<Record<string, string>> = {
  read: "reading the file",
  sparse: "looking for rows of which little is known",
  filter: "looking for columns that tell nothing",
  impute: "filling what is missing",
  encode: "turning words into numbers",
  scale: "scaling",
  weigh: "weighing words and numbers alike",
  reduce: "finding components",
  cluster: "finding segments",
  chooseClusters: "trying numbers of segments",
};

/** The one job that runs: while it does, only cancelling is possible. */
export class Running {
  readonly #client: Client;
  readonly #bar = byId<HTMLProgressElement>("progress");
  #controller = new AbortController();

  constructor(client: Client) {
    this.#client = client;
    byId("cancel").addEventListener("click", () => this.#controller.abort());
  }

  async run<Name extends keyof Calls>(call: Name, argument: Calls[Name][0]): Promise<Calls[Name][1]> {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const before = document.activeElement;
    byId("error").textContent = "";
    byId("status").textContent = "";
    this.#show({ step: call === "read" ? "read" : "beginning", done: 0, total: Number.NaN });
    this.#busy(true);
    try {
      return await this.#client.call(call, argument, { signal, onProgress: (progress) => this.#show(progress) });
    } finally {
      this.#busy(false);
      // A control that was disabled has lost the focus.
      if (before instanceof HTMLElement) before.focus();
    }
  }

  #busy(on: boolean): void {
    byId("job").hidden = !on;
    byId("cancel").hidden = !on;
    byId<HTMLButtonElement>("segment").disabled = on;
    for (const fieldset of document.querySelectorAll("fieldset")) fieldset.disabled = on;
    if (on) byId("cancel").focus();
  }

  #show({ step, done, total }: Progress): void {
    byId("step").textContent = `Now ${STEPS[step.split(/\W/)[0]!] ?? step}`;
    if (total > 0) this.#bar.value = done / total;
    else this.#bar.removeAttribute("value");
  }
}
