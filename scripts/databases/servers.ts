/** Servers on loopback for tests on databases: PostgreSQL, MariaDB (MySQL's protocol) and a stand-in for S3. Each gives its port, and ends when it is stopped. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { freePort } from "../free-port.js";
import { program } from "./prepare.js";

const WAIT_MS = 60_000;
const isRoot = process.getuid?.() === 0;

/** A server that runs. */
export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** PostgreSQL's programs, where they are installed. */
export function postgresPrograms(): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root) : [];
  return versions.map((version) => join(root, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
}

/** Whether MariaDB is installed. */
export const hasMariaDb = (): boolean => existsSync("/usr/sbin/mariadbd");

/** PostgreSQL with a database `postgres` of the user `postgres`, without a password. */
export async function startPostgres(folder: string): Promise<RunningServer> {
  const bin = postgresPrograms()!;
  const port = await freePort();
  const data = folderFor(folder, "postgres");
  // PostgreSQL refuses to run as root; its package brings a user.
  const as = isRoot ? ["runuser", "-u", "postgres", "--"] : [];
  const run = (...command: string[]): readonly [string, string[]] => {
    const [first, ...rest] = [...as, ...command];
    return [first!, rest];
  };
  execFileSync(...run(join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"), {
    stdio: "ignore",
  });
  const args = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", data, "-F"];
  return running(spawn(...run(join(bin, "postgres"), ...args), { stdio: "ignore" }), port);
}

/** MariaDB with a user `root` without a password. */
export async function startMariaDb(folder: string): Promise<RunningServer> {
  const port = await freePort();
  const data = folderFor(folder, "mysql");
  const user = isRoot ? ["--user=mysql"] : [];
  execFileSync(
    "mariadb-install-db",
    ["--no-defaults", `--datadir=${data}`, "--auth-root-authentication-method=normal", ...user],
    { stdio: "ignore" },
  );
  const args = ["--no-defaults", `--datadir=${data}`, `--port=${port}`, "--bind-address=127.0.0.1", ...user];
  return running(spawn("/usr/sbin/mariadbd", [...args, `--socket=${data}/socket`], { stdio: "ignore" }), port);
}

/** A server of S3's protocol that keeps its objects in memory, with an empty bucket `lake`. */
export async function startS3(): Promise<RunningServer> {
  const port = await freePort();
  const server = await running(
    spawn(program("moto_server"), ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" }),
    port,
  );
  const made = await fetch(`http://127.0.0.1:${port}/lake`, { method: "PUT" });
  if (!made.ok) throw new Error(`the bucket was not made: ${made.status}`);
  return server;
}

function folderFor(folder: string, owner: string): string {
  const data = join(folder, owner);
  mkdirSync(data);
  if (isRoot) {
    chmodSync(folder, 0o755);
    execFileSync("chown", [owner, data]);
  }
  return data;
}

/** A server once it takes connections. */
async function running(child: ChildProcess, port: number): Promise<RunningServer> {
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  for (const end = Date.now() + WAIT_MS; !(await answers(port)); await new Promise((go) => setTimeout(go, 100)))
    if (Date.now() > end || child.exitCode !== null) {
      kill();
      throw new Error(`${child.spawnfile} takes no connection on port ${port}`);
    }
  return {
    port,
    async stop() {
      process.off("exit", kill);
      child.kill("SIGQUIT");
      setTimeout(kill, 10_000).unref();
      await ended;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
    setTimeout(() => socket.destroy(), 1000).unref();
  });
}
