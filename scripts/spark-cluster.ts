/**
 * A cluster of Spark on this machine: a virtual environment of Python with Spark in `.venv/spark`, a master, two workers and a Connect server on loopback.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ENVIRONMENT = fileURLToPath(new URL("../.venv/spark", import.meta.url));
const PACKAGES = ["pyspark==4.0.1", "pyarrow>=17,<23", "pandas>=2.2,<3", "grpcio>=1.67", "grpcio-status>=1.67"];
const WAIT_MS = 120_000;

/** A running cluster. */
export interface SparkCluster {
  /** The address of its Connect server. */
  readonly address: string;
  /** A folder that all of it shares. */
  readonly folder: string;
  /** The processes of its workers: those that run executors. */
  readonly workers: readonly ChildProcess[];
  stop(): Promise<void>;
}

/** Sets up what is missing and starts a cluster. */
export async function startSpark(): Promise<SparkCluster> {
  const python = join(ENVIRONMENT, "bin/python3");
  if (!existsSync(join(ENVIRONMENT, "ready"))) {
    mkdirSync(ENVIRONMENT, { recursive: true });
    execFileSync("python3", ["-m", "venv", ENVIRONMENT], { stdio: "inherit" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", ...PACKAGES], { stdio: "inherit" });
    execFileSync("touch", [join(ENVIRONMENT, "ready")]);
  }
  const home = execFileSync(python, ["-c", "import pyspark; print(pyspark.__path__[0])"]).toString().trim();
  const folder = mkdtempSync(join(tmpdir(), "kindred-spark-"));
  const env = { ...process.env, SPARK_HOME: home, PYSPARK_PYTHON: python, SPARK_LOCAL_IP: "127.0.0.1" };
  const running: ChildProcess[] = [];
  const start = (name: string, command: string, args: readonly string[]): ChildProcess => {
    const log = openSync(join(folder, `${name}.log`), "w");
    const child = spawn(join(home, "bin", command), args, {
      env,
      cwd: folder,
      stdio: ["ignore", log, log],
      detached: true,
    });
    running.push(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    for (const child of running.reverse())
      try {
        process.kill(-child.pid!, "SIGKILL");
      } catch {
        // It has ended.
      }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const logged = async (name: string, text: string): Promise<void> => {
    for (const end = Date.now() + WAIT_MS; ; await new Promise((go) => setTimeout(go, 200))) {
      const log = readFileSync(join(folder, `${name}.log`), "utf8");
      if (log.includes(text)) return;
      if (Date.now() > end) {
        await stop();
        throw new Error(`${name} did not say "${text}":\n${log.slice(-3000)}`);
      }
    }
  };
  const [master, connect] = [await freePort(), await freePort()];
  const url = `spark://127.0.0.1:${master}`;
  start("master", "spark-class", [
    ...["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1"],
    ...["--port", String(master), "--webui-port", "0"],
  ]);
  await logged("master", "I have been elected leader");
  const workers = [1, 2].map((k) =>
    start(`worker${k}`, "spark-class", [
      ...["org.apache.spark.deploy.worker.Worker", "--cores", "1", "--memory", "2g"],
      ...["--host", "127.0.0.1", "--webui-port", "0", "-d", join(folder, `work${k}`), url],
    ]),
  );
  start("connect", "spark-submit", [
    ...["--master", url, "--driver-memory", "1g", "--executor-memory", "1500m", "--executor-cores", "1"],
    ...[
      "--conf",
      `spark.connect.grpc.binding.port=${connect}`,
      "--conf",
      "spark.connect.grpc.binding.address=127.0.0.1",
    ],
    ...["--conf", "spark.ui.enabled=false", "--conf", `spark.sql.warehouse.dir=${join(folder, "warehouse")}`],
    ...["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"],
  ]);
  await logged("connect", "Spark Connect server started");
  return { address: `sc://127.0.0.1:${connect}`, folder, workers, stop };
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const { port } = server.address() as { port: number };
        server.close(() => resolve(port));
      });
  });
}
