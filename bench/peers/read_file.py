import statistics
import sys
import time

import polars
import pyarrow.feather
import pyarrow.parquet
from serve import serve

path, reader, form = sys.argv[1:]
READERS = {
    "polars parquet": lambda: polars.read_parquet(path).height,
    "polars arrow": lambda: polars.read_ipc(path).height,
    "pyarrow parquet": lambda: pyarrow.parquet.read_table(path).num_rows,
    "pyarrow arrow": lambda: pyarrow.feather.read_table(path, memory_map=False).num_rows,
}
processor = []


def read():
    before = time.process_time()
    rows = READERS[f"{reader} {form}"]()
    processor.append(time.process_time() - before)
    # The first run is not counted.
    return {"rows": rows, "processor": statistics.median(processor[1:] or processor)}


serve(read)
