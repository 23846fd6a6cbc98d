/** What Spark needs to keep files in S3: two libraries of Java in `.venv/spark-s3`, and its settings for a server of that protocol on this machine. */
import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../.venv/spark-s3", import.meta.url));
const REPOSITORY = "https://repo1.maven.org/maven2";
/** Of the version of Hadoop that Spark 4.0 brings; the second is half a gigabyte. */
const LIBRARIES = [
  "org/apache/hadoop/hadoop-aws/3.4.1/hadoop-aws-3.4.1.jar",
  "software/amazon/awssdk/bundle/2.24.6/bundle-2.24.6.jar",
];

const placeOf = (library: string): string => join(FOLDER, library.slice(library.lastIndexOf("/") + 1));

/** Fetches the libraries that are not there. Says what is missing where they cannot be had. */
export async function prepareS3(): Promise<string | undefined> {
  mkdirSync(FOLDER, { recursive: true });
  for (const library of LIBRARIES) {
    const path = placeOf(library);
    if (existsSync(path)) continue;
    try {
      const response = await fetch(`${REPOSITORY}/${library}`);
      if (!response.ok) return `${library} cannot be fetched: ${response.status}`;
      await pipeline(Readable.fromWeb(response.body as never), createWriteStream(`${path}.part`));
    } catch {
      return `${library} cannot be fetched`;
    }
    renameSync(`${path}.part`, path);
  }
  return undefined;
}

/** Settings of a cluster whose files of `s3a://` lie on a server on loopback, for Java and for the executors' Python. */
export function s3Settings(port: number): Readonly<Record<string, string>> {
  const endpoint = `http://127.0.0.1:${port}`;
  const python = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "k",
    AWS_SECRET_ACCESS_KEY: "s",
    AWS_DEFAULT_REGION: "us-east-1",
  };
  return {
    "spark.jars": LIBRARIES.map(placeOf).join(","),
    "spark.hadoop.fs.s3a.endpoint": endpoint,
    "spark.hadoop.fs.s3a.endpoint.region": "us-east-1",
    "spark.hadoop.fs.s3a.access.key": "k",
    "spark.hadoop.fs.s3a.secret.key": "s",
    "spark.hadoop.fs.s3a.path.style.access": "true",
    "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
    ...Object.fromEntries(Object.entries(python).map(([name, value]) => [`spark.executorEnv.${name}`, value])),
  };
}
