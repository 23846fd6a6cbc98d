import type { SparkColumn } from "./connect/plans.js";

/**
 * The Python that runs on executors: it hands the Arrow batches of a partition to a Node process, each framed as a stream of its own behind its length, and hands on
 * what comes back: a row number, a number of rows and bytes. With `state`, three folders, each stored block goes with the bytes that are kept for its rows
 * in the first, what comes back for them is written to the second, each file whole or not at all, and removed from the third. With `results`, a folder, what comes
 * back is written there as well. With `kept`, the first column of each batch stays
 * here and goes out under that name beside the columns of the Arrow stream that comes back for the batch, as `types`. With `facts`, what comes back beside bytes is
 * a column of its own. An empty frame ends the batches, a row below 0 the results. The process is kept for the next
 * partition that this Python worker gets, and ends with it.
 */
export const SHIM = `
def make(command, work, state=None, kept=None, types=(), results=None, facts=False):
    def place(folder, name):
        import re
        from pyarrow import fs
        path = '%s/%s' % (folder, name)
        if '://' in path:
            return fs.FileSystem.from_uri(re.sub('^s3[an]:', 's3:', path))
        return fs.LocalFileSystem(), re.sub('^file:', '', path)
    def state_of(row):
        files, path = place(state[0], row)
        try:
            with files.open_input_file(path) as file:
                return file.read()
        except FileNotFoundError:
            raise RuntimeError('kindred: what passes keep for rows is gone from %s: remove what is stored, and fit again' % path) from None
    def put(folder, name, data):
        import os, uuid
        files, path = place(folder, name)
        files.create_dir(os.path.dirname(path), recursive=True)
        # Spark reads no files whose names begin with this.
        part = '%s/_%s' % (os.path.dirname(path), uuid.uuid4().hex)
        with files.open_output_stream(part) as file:
            file.write(data)
        files.move(part, path)
    def keep(row, data):
        put(state[1], row, data)
        if state[2] is None:
            return
        files, path = place(state[2], row)
        try:
            files.delete_file(path)
        except OSError:
            pass
    def run(batches):
        import base64, collections, struct, subprocess, sys, tempfile, threading, pyarrow as pa
        from pyspark import SparkFiles
        words = tuple(word if isinstance(word, str) else SparkFiles.get(word['sent']) for word in command)
        idle = sys.__dict__.setdefault('_kindred_idle', {})
        node, errors = idle.pop(words, (None, None))
        if node is None or node.poll() is not None:
            errors = tempfile.TemporaryFile()
            node = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        failed = []
        firsts = collections.deque()
        def frame(data):
            node.stdin.write(struct.pack('<Q', len(data)))
            node.stdin.write(data)
        def feed():
            try:
                frame(base64.b64decode(work))
                for batch in batches:
                    if kept is not None:
                        if batch.num_rows == 0:
                            continue
                        firsts.append(batch.column(0))
                        batch = pa.record_batch(batch.columns[1:], names=batch.schema.names[1:])
                    if state is not None and state[0] is not None:
                        rows = batch.column(batch.schema.get_field_index('row')).to_pylist()
                        states = pa.array([state_of(row) for row in rows], pa.binary())
                        batch = pa.record_batch([*batch.columns, states], [*batch.schema.names, 'state'])
                    sink = pa.BufferOutputStream()
                    with pa.ipc.new_stream(sink, batch.schema) as writer:
                        writer.write_batch(batch)
                    frame(sink.getvalue())
                frame(b'')
                node.stdin.flush()
            except BrokenPipeError:
                pass
            except BaseException as error:
                failed.append(error)
                node.kill()
        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        ended = False
        try:
            while True:
                head = node.stdout.read(32)
                if len(head) < 32:
                    break
                row, rows, size, state_size = struct.unpack('<qqQQ', head)
                if row < 0:
                    ended = True
                    break
                data = node.stdout.read(size)
                beside = node.stdout.read(state_size) if state_size > 0 else None
                if state is not None and beside is not None:
                    keep(row, beside)
                    continue
                if kept is not None:
                    for answers in pa.ipc.open_stream(data):
                        columns = [column.cast(getattr(pa, type)()) for column, type in zip(answers.columns, types)]
                        yield pa.record_batch([firsts.popleft(), *columns], [kept, *answers.schema.names])
                    continue
                if results is not None:
                    put(results, '%d-%d' % (row, rows), data)
                columns = [pa.array([row], pa.int64()), pa.array([rows], pa.int64()), pa.array([data], pa.binary())]
                names = ['row', 'rows', 'data']
                if facts:
                    columns.append(pa.array([beside], pa.binary()))
                    names.append('facts')
                yield pa.record_batch(columns, names)
        finally:
            if not ended:
                node.kill()
                node.wait()
            feeder.join()
        if failed:
            raise failed[0]
        if not ended:
            errors.seek(0)
            raise RuntimeError('kindred: ' + errors.read().decode('utf-8', 'replace')[-4000:])
        idle[words] = (node, errors)
    return run
`;

/** The columns that the shim gives. */
export const SHIM_COLUMNS: readonly SparkColumn[] = [
  { name: "row", type: "bigint" },
  { name: "rows", type: "bigint" },
  { name: "data", type: "binary" },
];
/** The one that it gives beside them for facts. */
export const FACTS_COLUMN: SparkColumn = { name: "facts", type: "binary" };
