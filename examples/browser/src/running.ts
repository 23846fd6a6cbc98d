import type { Client } from "./client.js";
import type { Calls, Progress } from "./messages.js";
import { byId } from "./page.js";

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
    this.#show({ step: call === "read" ? "read" : "begin", done: 0, total: Number.NaN });
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
    byId("step").textContent = `Now: ${step}`;
    if (total > 0) this.#bar.value = done / total;
    else this.#bar.removeAttribute("value");
  }
}
