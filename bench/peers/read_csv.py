import sys

import pandas
import polars
from serve import serve

path, reader = sys.argv[1:]


def with_pandas():
    return {"rows": len(pandas.read_csv(path, sep=";", low_memory=False))}


def with_polars():
    return {"rows": polars.read_csv(path, separator=";", infer_schema_length=None).height}


serve({"pandas": with_pandas, "polars": with_polars}[reader])
