/**
 * A cluster of Spark on this machine: a virtual environment of Python with Spark in `.venv/spark`, a master, two workers and a Connect server on loopback.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.js";

const ENVIRONMENT = fileURLToPath(new URL("../.venv/spark", import.meta.url));
const PYTHON = join(ENVIRONMENT, "bin/python3");
const PACKAGES = ["pyspark==4.0.1", "pyarrow>=17,<23", "pandas>=2.2,<3", "grpcio>=1.67", "grpcio-status>=1.67"];
const WAIT_MS = 180_000;
/** Another address of loopback, where the system has more than one. */
const WORKER_HOST = process.platform === "linux" ? "127.0.0.2" : "127.0.0.1";
/** How long the server works on for a client that does not come back. */
const DETACHED_MS = 4000;

/** A process of a cluster, as others may find and start it again. */
export interface SparkProcess {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A running cluster, in data that can be sent to other processes. */
export interface SparkCluster {
  /** The address of its Connect server. */
  readonly address: string;
  /** A folder that all of it shares. */
  readonly folder: string;
  /** Where Spark lies. */
  readonly home: string;
  readonly connect: SparkProcess;
}

/** Sets up what Spark needs where it is not there. Says what is missing where that cannot be had. */
export function prepareSpark(): string | undefined {
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" });
  } catch {
    return "there is no Java";
  }
  if (existsSync(join(ENVIRONMENT, "ready"))) return undefined;
  try {
    mkdirSync(ENVIRONMENT, { recursive: true });
    execFileSync("python3", ["-m", "venv", ENVIRONMENT], { stdio: "ignore" });
    execFileSync(PYTHON, ["-m", "pip", "install", "--quiet", ...PACKAGES], { stdio: "ignore" });
  } catch {
    return "Spark's Python packages cannot be installed";
  }
  writeFileSync(join(ENVIRONMENT, "ready"), "");
  return undefined;
}

/** Starts a cluster, with more settings than its own; `stop` ends it. All of its processes end with this one, however it ends. */
export async function startSpark(
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly cluster: SparkCluster; stop(): Promise<void> }> {
  const missing = prepareSpark();
  if (missing !== undefined) throw new Error(missing);
  const home = execFileSync(PYTHON, ["-c", "import pyspark; print(pyspark.__path__[0])"]).toString().trim();
  const folder = mkdtempSync(join(tmpdir(), "kindred-spark-"));
  const [master, port, token] = [await freePort(), await freePort(), randomUUID()];
  const url = `spark://127.0.0.1:${master}`;
  const settings = {
    "spark.connect.grpc.binding.port": port,
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.connect.authenticate.token": token,
    "spark.connect.execute.manager.detachedTimeout": `${DETACHED_MS}ms`,
    "spark.connect.execute.manager.maintenanceInterval": "1s",
    // The server notices at the end of a stream that its client is gone: two minutes by default.
    "spark.connect.execute.reattachable.senderMaxStreamDuration": "10s",
    // Copies of slow tasks are made early, also where a stage has one task.
    "spark.speculation": true,
    "spark.speculation.interval": "500ms",
    "spark.speculation.quantile": 0.5,
    "spark.speculation.multiplier": 2,
    "spark.speculation.minTaskRuntime": "3s",
    "spark.speculation.task.duration.threshold": "5s",
    "spark.ui.enabled": false,
    "spark.sql.shuffle.partitions": 4,
    "spark.sql.warehouse.dir": join(folder, "warehouse"),
    ...more,
  };
  const connect: SparkProcess = {
    name: "connect",
    command: "spark-submit",
    args: [
      ...["--master", url, "--driver-memory", "1g", "--executor-memory", "1500m", "--executor-cores", "1"],
      ...Object.entries(settings).flatMap(([key, value]) => ["--conf", `${key}=${value}`]),
      ...["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"],
    ],
  };
  const cluster: SparkCluster = { address: `sc://localhost:${port}/;token=${token}`, folder, home, connect };
  writeFileSync(groupsOf(cluster), "");
  const guard = startGuard(cluster);
  const stop = async (): Promise<void> => {
    guard.stdin!.end();
    await new Promise((go) => guard.once("exit", go));
  };
  try {
    // Executors that tests kill do not count as those of a broken application.
    const env = { SPARK_MASTER_OPTS: "-Dspark.deploy.maxExecutorRetries=-1" };
    const args = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", master, "--webui-port", 0];
    await start(
      cluster,
      { name: "master", command: "spark-class", args: args.map(String), env },
      "I have been elected leader",
    );
    // Spark makes a copy of a task on another host than the one where it is slow.
    for (const [name, host] of [
      ["worker1", "127.0.0.1"],
      ["worker2", WORKER_HOST],
    ] as const)
      await start(cluster, {
        name,
        command: "spark-class",
        args: [
          ...["org.apache.spark.deploy.worker.Worker", "--cores", "1", "--memory", "2g", "--host", host],
          ...["--webui-port", "0", "-d", join(folder, name), url],
        ],
        env: { SPARK_LOCAL_IP: host },
      });
    await startConnect(cluster);
  } catch (error) {
    await stop();
    throw error;
  }
  return { cluster, stop };
}

/** Starts the Connect server of a cluster, also again. */
export async function startConnect(cluster: SparkCluster): Promise<void> {
  await start(cluster, cluster.connect, "Spark Connect server started");
}

/** Kills those processes of this machine whose command lines hold all of some texts: how many there were. */
export function killProcesses(...texts: readonly string[]): number {
  const found = execFileSync("ps", ["-ww", "-eo", "pid=,args="])
    .toString()
    .split("\n")
    .filter((line) => texts.every((text) => line.includes(text)));
  for (const line of found)
    try {
      process.kill(Number.parseInt(line, 10), "SIGKILL");
    } catch {
      // It has ended.
    }
  return found.length;
}

/** Starts a process and waits until its log has a text. */
async function start(cluster: SparkCluster, { name, command, args, env }: SparkProcess, said?: string): Promise<void> {
  const path = join(cluster.folder, `${name}.log`);
  const log = openSync(path, "w");
  const child = spawn(join(cluster.home, "bin", command), args, {
    env: { ...process.env, SPARK_HOME: cluster.home, PYSPARK_PYTHON: PYTHON, SPARK_LOCAL_IP: "127.0.0.1", ...env },
    cwd: cluster.folder,
    stdio: ["ignore", log, log],
    detached: true,
  });
  child.unref();
  appendFileSync(groupsOf(cluster), `${child.pid}\n`);
  for (const end = Date.now() + WAIT_MS; said !== undefined; await new Promise((go) => setTimeout(go, 200))) {
    const text = readFileSync(path, "utf8");
    if (text.includes(said)) return;
    if (Date.now() > end || child.exitCode !== null)
      throw new Error(`${name} did not say "${said}":\n${text.slice(-3000)}`);
  }
}

/** A process that waits for the end of this one, and then ends a cluster's process groups and removes its folder. */
function startGuard(cluster: SparkCluster): ChildProcess {
  const script = 'cat; for g in $(cat "$1/groups"); do kill -KILL "-$g"; done 2>/dev/null; sleep 1; rm -rf "$1"';
  return spawn("sh", ["-c", script, "guard", cluster.folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
}

function groupsOf({ folder }: SparkCluster): string {
  return join(folder, "groups");
}
