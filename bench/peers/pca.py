import sys

import numpy
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from serve import serve

path, rows, columns, storage, work = sys.argv[1:]
shape = int(rows), int(columns)
if storage == "codes":
    x = numpy.fromfile(path, numpy.int8).reshape(shape[::-1]).T.astype(numpy.float32, order="C")
else:
    x = numpy.fromfile(path, numpy.float32).reshape(shape)
pca = PCA(150, svd_solver="covariance_eigh")
if work == "transform":
    pca.fit(x[::20])


def run():
    if work == "transform":
        return {"rows": len(pca.transform(x))}
    if work == "fit":
        return {"first": pca.fit(x).explained_variance_[0]}
    return {"first": pca.fit(StandardScaler().fit_transform(x)).explained_variance_[0]}


serve(run)
