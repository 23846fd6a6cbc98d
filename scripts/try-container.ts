/**
 * Runs the very commands of `examples/sagemaker/Dockerfile` without a container: what RUN installs (this package, packed, in the place of the
 * published one), then the entry point with `train` and `serve` in a platform's folders, and scores over HTTP. Needs the registry, and the
 * right to make the folder /opt/ml; it removes all that it made.
 *
 *     npm run build && npx tsx scripts/try-container.ts
 */
import { type ChildProcess, execFileSync, execSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PLATFORM = "/opt/ml";
const repository = resolve(import.meta.dirname, "..");
const dockerfile = readFileSync(join(repository, "examples/sagemaker/Dockerfile"), "utf8");

/** The instructions of a kind, with lines that go on put together. */
function instructions(kind: string): string[] {
  const lines = dockerfile.replace(/\\\n/g, " ").split("\n");
  return lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
}

/** Where a folder goes meanwhile that is there already. */
const ASIDE = `${PLATFORM}.before`;
if (existsSync(PLATFORM)) renameSync(PLATFORM, ASIDE);
const folder = mkdtempSync(join(tmpdir(), "kindred-container-"));
let server: ChildProcess | undefined;
try {
  const packed = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    cwd: repository,
    encoding: "utf8",
  }).trim();
  const workdir = join(folder, "kindred");
  mkdirSync(workdir);
  for (const command of instructions("RUN")) {
    const own = command.replace(/\bkindred@\S+/, join(folder, packed));
    console.log(`RUN ${own}`);
    execSync(own, { cwd: workdir, stdio: "inherit" });
  }
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const assignment of instructions("ENV").flatMap((line) => line.split(/\s+/))) {
    const at = assignment.indexOf("=");
    const value = assignment.slice(at + 1).replaceAll("/opt/kindred", workdir);
    env[assignment.slice(0, at)] = value.replaceAll(/\$(\w+)/g, (_, name: string) => env[name] ?? "");
  }
  const [entry] = instructions("ENTRYPOINT").map((line) => JSON.parse(line) as string[]);
  const ml = join(folder, "ml");
  mkdirSync(join(ml, "input/data/training"), { recursive: true });
  mkdirSync(join(ml, "input/config"), { recursive: true });
  const rows = Array.from({ length: 300 }, (_, i) => `P${i},${20 + (i % 60)},${i % 7},${i % 60 > 40 ? 1 : 0}`);
  writeFileSync(join(ml, "input/data/training/people.csv"), ["ID,AGE,INCOME,RESPONSE", ...rows].join("\n"));
  writeFileSync(join(ml, "input/config/hyperparameters.json"), '{"target": "RESPONSE", "id": "ID"}');
  symlinkSync(ml, PLATFORM);
  const [program, ...args] = entry!;
  console.log(execFileSync(program!, [...args, "train"], { env, cwd: workdir, encoding: "utf8" }).trim());
  server = spawn(program!, [...args, "serve"], { env, cwd: workdir, stdio: ["ignore", "inherit", "inherit"] });
  const url = "http://127.0.0.1:8080";
  for (let tries = 0; (await fetch(`${url}/ping`).catch(() => undefined))?.status !== 200; tries++) {
    if (tries > 300) throw new Error("the server does not answer");
    await new Promise((done) => setTimeout(done, 100));
  }
  const headers = { "content-type": "text/csv" };
  const body = "ID,AGE,INCOME\nyoung,21,3\nold,75,3\n";
  const answer = await (await fetch(`${url}/invocations`, { method: "POST", body, headers })).text();
  console.log(answer.trim());
  const scores = answer
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.split(",")[1]));
  if (!(scores[0]! < 0.5 && scores[1]! > 0.5)) throw new Error("the scores are not those of the data");
  server.kill("SIGTERM");
  const [code] = (await once(server, "exit")) as [number];
  if (code !== 0) throw new Error(`the server ended with ${code}`);
  console.log("the commands of the Dockerfile train, serve, score and stop");
} finally {
  server?.kill("SIGKILL");
  rmSync(PLATFORM, { force: true });
  if (existsSync(ASIDE)) renameSync(ASIDE, PLATFORM);
  rmSync(folder, { recursive: true, force: true });
}
