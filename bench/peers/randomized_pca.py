import sys

import numpy
from sklearn.decomposition import PCA
from serve import serve

path, rows, columns = sys.argv[1:]
x = numpy.fromfile(path, numpy.float32).reshape(int(rows), int(columns))


def run():
    variance = PCA(50, svd_solver="randomized", random_state=0).fit(x).explained_variance_
    return {"first": variance[0], "tenth": variance[9], "last": variance[49]}


serve(run)
