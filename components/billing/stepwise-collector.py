"""CloudKitty's collector by Gnocchi takes one figure for a period. This one takes those of the steps in it, and
adds them up itself: Gnocchi shares what a resource was between its revisions by the time of each, which is right
for a step and wrong for sums of steps, and CloudKitty's factors are floats, which makes 500 GiB a bit less."""

import decimal

from cloudkitty.collector import gnocchi
from oslo_config import cfg

CONF = cfg.CONF


class StepwiseCollector(gnocchi.GnocchiCollector):
    collector_name = "stepwise"

    def _fetch_metric(self, metric_name, start, *args, **kwargs):
        found = super()._fetch_metric(metric_name, start, *args, **kwargs)
        method = self.conf[metric_name]["extra_args"]["aggregation_method"]
        for group in found:
            measures = group["measures"]["measures"]
            if measures["aggregated"]:
                quantity = self._quantity(measures["aggregated"], method.startswith("rate:"))
                measures["aggregated"] = [(start, CONF.collect.period, quantity)]
        return found

    @staticmethod
    def _quantity(steps, counter):
        """The mean over the whole period, in which what was not there counts 0; of a counter what was added."""
        # By their shortest text: what was 0.1 is 0.1 again.
        total = sum(decimal.Decimal(repr(value)) for _, _, value in steps)
        if counter:
            return total
        return total * int(steps[0][1]) / CONF.collect.period
