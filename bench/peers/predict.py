import json
import sys
import time

import numpy
from serve import serve
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

path, rows, columns, work = sys.argv[1:]
shape = int(rows), int(columns)
x = numpy.fromfile(path, numpy.int8).reshape(shape[::-1]).T.astype(numpy.float32, order="C")
x[x == -128] = numpy.nan

# Fitted on few rows, then given what the other side learned, so that labels can be compared.
model = json.load(open(path + ".model.json"))
labels = numpy.fromfile(path + ".labels", numpy.int32)
pipeline = make_pipeline(
    SimpleImputer(strategy="most_frequent"),
    StandardScaler(),
    PCA(150, svd_solver="covariance_eigh"),
    KMeans(8, n_init=1, max_iter=1),
)
pipeline.fit(x[:2000])
impute, scale, reduce, cluster = (step for _, step in pipeline.steps)
impute.statistics_ = numpy.array(model["fills"], numpy.float32)
scale.mean_, scale.scale_ = numpy.array(model["centers"]), numpy.array(model["scales"])
reduce.mean_ = numpy.array(model["mean"], numpy.float32)
reduce.components_ = numpy.array(model["components"], numpy.float32)
cluster.cluster_centers_ = numpy.array(model["centroids"], numpy.float32)


def one_by_one():
    times, differing = [], 0
    for i in range(2000):
        start = time.perf_counter()
        label = pipeline.predict(x[i : i + 1])[0]
        times.append(time.perf_counter() - start)
        differing += int(label != labels[i])
    return {"median us": 1e6 * numpy.median(times), "differing": differing}


def run():
    if work == "one":
        return one_by_one()
    return {"differing": int((pipeline.predict(x) != labels).sum())}


serve(run)
