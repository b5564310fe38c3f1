"""Ceilometer's publisher to Gnocchi loses the samples that come while Gnocchi is away. This one waits for it
and takes no further samples meanwhile: the message queue keeps them. It waits for Keystone, too, when it begins:
Ceilometer goes on without a publisher that cannot begin, and drops all samples until it is started anew.

Samples that were delivered and not acknowledged when it is killed come again, and Gnocchi keeps one of two at the
same instant."""

import time

from ceilometer.publisher import gnocchi
from gnocchiclient import exceptions
from oslo_log import log

LOG = log.getLogger(__name__)
SECONDS = 5
# The request itself is wrong: waiting would not mend it.
HOPELESS = (400, 403, 404, 405, 409, 413, 415)


class PatientPublisher(gnocchi.GnocchiPublisher):
    def __init__(self, conf, parsed_url):
        self._until_it_answers(lambda: super(PatientPublisher, self).__init__(conf, parsed_url))

    def ensures_archives_policies(self):
        self._until_it_answers(super().ensures_archives_policies)

    def batch_measures(self, measures, resource_infos):
        self._until_it_answers(
            lambda: super(PatientPublisher, self).batch_measures(measures, resource_infos)
        )

    @staticmethod
    def _until_it_answers(ask):
        while True:
            try:
                return ask()
            except Exception as error:
                if isinstance(error, exceptions.ClientException) and error.code in HOPELESS:
                    raise
                LOG.warning("Gnocchi does not take samples, next try in %s s: %s", SECONDS, error)
                time.sleep(SECONDS)
