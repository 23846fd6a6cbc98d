/**
 * What tests on databases and lakes need, in `.venv/databases`: extensions of DuckDB as Python packages bring them, DuckDB of the same version for Node (extensions
 * fit one version alone), and the writers of Delta and Iceberg tables and a server of S3's protocol in a virtual environment.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "1.5.5";
const NODE_PACKAGE = `@duckdb/node-api@${VERSION}-r.5`;
const PACKAGES = ["moto[server]==5.2.5", "deltalake==1.6.6", "pyiceberg[sql-sqlite,pyarrow]==0.12.0"];

/** Extensions of DuckDB; Avro stands before Iceberg, which needs it. */
export const EXTENSIONS = [
  "sqlite_scanner",
  "postgres_scanner",
  "mysql_scanner",
  "httpfs",
  "avro",
  "iceberg",
  "delta",
] as const;

const FOLDER = fileURLToPath(new URL("../../.venv/databases", import.meta.url));
const READY = join(FOLDER, `ready-${VERSION}`);

/** The virtual environment's Python, and a program beside it. */
export const program = (name: string): string => join(FOLDER, "bin", name);

/** The folder of DuckDB's package for Node. */
export const duckdbPackage = join(FOLDER, "node_modules/@duckdb/node-api");

/** Where an extension lies. */
export function extensionPath(name: (typeof EXTENSIONS)[number]): string {
  const code = `import duckdb_extension_${name} as e; print(e.__path__[0])`;
  const folder = execFileSync(program("python3"), ["-c", code]).toString().trim();
  return join(folder, `extensions/v${VERSION}/${name}.duckdb_extension`);
}

/** Sets up what is not there. Says what is missing where it cannot be had. */
export function prepareDatabases(): string | undefined {
  if (existsSync(READY)) return undefined;
  const extensions = EXTENSIONS.map((name) => `duckdb-extension-${name.replace("_", "-")}==${VERSION}`);
  try {
    mkdirSync(FOLDER, { recursive: true });
    execFileSync("python3", ["-m", "venv", FOLDER], { stdio: "ignore" });
    execFileSync(program("python3"), ["-m", "pip", "install", "--quiet", ...PACKAGES], { stdio: "ignore" });
    // Some of them name DuckDB for Python as what they need, which nothing here uses.
    execFileSync(program("python3"), ["-m", "pip", "install", "--quiet", "--no-deps", ...extensions], {
      stdio: "ignore",
    });
  } catch {
    return "Python's packages for them cannot be installed";
  }
  try {
    execFileSync("npm", ["install", "--silent", "--no-save", "--no-audit", "--prefix", FOLDER, NODE_PACKAGE], {
      stdio: "ignore",
    });
  } catch {
    return `${NODE_PACKAGE} cannot be installed`;
  }
  writeFileSync(READY, "");
  return undefined;
}
