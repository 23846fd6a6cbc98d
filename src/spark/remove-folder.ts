import { mappedInArrow, queried, type Relation } from "./connect/plans.js";

/** The Python that removes a folder below `stage`, from where executors reach it. */
const REMOVE = `
def make(path):
    def run(batches):
        import re, pyarrow as pa
        from pyarrow import fs
        for batch in batches:
            if '://' in path:
                files, folder = fs.FileSystem.from_uri(re.sub('^s3[an]:', 's3:', path))
            else:
                files, folder = fs.LocalFileSystem(), re.sub('^file:', '', path)
            try:
                files.delete_dir(folder)
            except FileNotFoundError:
                pass
            yield pa.record_batch([pa.array([batch.num_rows], pa.int64())], ['removed'])
    return run
`;

/** Removes a folder where it is read. */
export function removeFolder(path: string, python: string): Relation {
  const columns = [{ name: "removed", type: "bigint" }];
  return mappedInArrow(queried("SELECT 1 AS one"), { source: REMOVE, args: JSON.stringify(path), columns, python });
}
