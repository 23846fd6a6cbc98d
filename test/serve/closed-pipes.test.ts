import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compiledFolder } from "../compile-rooms.js";
import { responders, unlabelled } from "./people.js";

const folder = await mkdtemp(join(tmpdir(), "kindred-pipes-"));
const [model, people, scores] = ["model.json", "people.csv", "scores.csv"].map((name) => join(folder, name));
await writeFile(model!, JSON.stringify(responders));
await writeFile(people!, unlabelled);
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command with nobody who reads what it writes to one of its streams: its exit code, and what came on the other. */
async function unread(closed: "stdout" | "stderr", ...args: readonly string[]): Promise<readonly [unknown, string]> {
  const main = join(compiledFolder("workers"), "serve/command/main.js");
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  child[closed].destroy();
  let text = "";
  child[closed === "stdout" ? "stderr" : "stdout"].on("data", (data) => {
    text += String(data);
  });
  const [code, signal] = await ended;
  return [code ?? signal, text];
}

describe("kindred, with nobody who reads on", () => {
  it.each([[["--help"]], [["inspect", model!]], [["train", "--help"]]])("ends quietly: %j", async (args) => {
    expect(await unread("stdout", ...args)).toEqual([0, ""]);
  });

  it("says by its exit code alone what was wrong", async () => {
    expect(await unread("stderr", "inspect", join(folder, "none.json"))).toEqual([1, ""]);
  });

  it("finishes its work all the same", async () => {
    const [code] = await unread("stdout", "predict", model!, people!, "--id", "LNR", "--output", scores!);
    expect(code).toBe(0);
    expect((await readFile(scores!, "utf8")).trim().split("\n").length).toBe(unlabelled.trim().split("\n").length);
  });
});
