"""Gnocchi's files as it keeps them go wrong on a full disk. What it has of a metric's latest samples it writes over
what was there, hides that this failed and takes the samples as worked in: they are lost, and the metric with all
that share its folder is never worked in again. A folder that was made by half stays so. Here a file is there as a
whole or as it was, and what fails is tried again with the samples still there."""

import os
import tempfile

from gnocchi.storage import file


def write_whole(folder, path, data):
    """Puts a file where it belongs once all of it is written, and leaves nothing where that fails.

    :param folder: on the same disk
    """
    descriptor, name = tempfile.mkstemp(prefix="gnocchi", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as whole:
            whole.write(data)
        os.rename(name, path)
    except BaseException:
        os.unlink(name)
        raise


class CarefulFiles(file.FileStorage):
    def _atomic_file_store(self, dest, data):
        write_whole(self.basepath_tmp, dest, data)

    def _store_unaggregated_timeseries_unbatched(self, metric, data, version=3):
        self._atomic_file_store(self._build_unaggregated_timeserie_path(metric, version), data)

    def _store_unaggregated_timeseries(self, metrics_and_data, version=3):
        self.MAP_METHOD(
            self._store_unaggregated_timeseries_unbatched,
            ((metric, data, version) for metric, data in metrics_and_data),
        )

    def _get_or_create_unaggregated_timeseries(self, metrics, version=3):
        found = self.MAP_METHOD(
            self._get_or_create_unaggregated_timeseries_unbatched,
            ((metric, version) for metric in metrics),
        )
        return dict(zip(metrics, found))

    def _create_metric(self, metric):
        for method in metric.archive_policy.aggregation_methods:
            os.makedirs(self._build_metric_path(metric, method), 0o750, exist_ok=True)
