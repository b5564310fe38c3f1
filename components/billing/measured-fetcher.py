"""CloudKitty's fetcher by Gnocchi begins with a new project at the first of the month and goes through every
period since, one by one. This one begins where something of the project was first measured. And it names no
project while samples of periods that are to be rated may still be on their way: they would never be rated."""

import datetime

from cloudkitty import storage_state
from cloudkitty import utils
from cloudkitty.fetcher import gnocchi
from cloudkitty.utils import tz
from gnocchiclient import exceptions
from oslo_config import cfg
from oslo_log import log

LOG = log.getLogger(__name__)
CONF = cfg.CONF


class MeasuredFetcher(gnocchi.GnocchiFetcher):
    name = "measured"

    def get_tenants(self):
        try:
            return self._projects()
        except Exception as error:
            # It would end the process, to be started again at once and end again, as long as Gnocchi is away.
            LOG.warning("Nothing is rated, Gnocchi does not answer: %s", error)
            return []

    def _projects(self):
        projects = super().get_tenants()
        # Asked before anything is rated: what comes in between is younger than that.
        if projects and not self._is_measured():
            return []
        states = storage_state.StateManager()
        for project in projects:
            if states.get_last_processed_timestamp(project) is None:
                begin = self._first_period(project)
                LOG.info("Project %s is rated from %s on", project, begin)
                period = datetime.timedelta(seconds=CONF.collect.period)
                # Without them the API that lists scopes answers 500 until this one is rated.
                states.set_last_processed_timestamp(
                    project,
                    begin - period,
                    fetcher=CONF.fetcher.backend,
                    collector=CONF.collect.collector,
                    scope_key=CONF.collect.scope_key,
                )
        return projects

    def _is_measured(self):
        """Whether Gnocchi has a sample that is younger than all periods that are to be rated: the message
        queue hands them on in order. What Gnocchi has not worked in must be as young."""
        since = (CONF.collect.wait_periods - 1) * CONF.collect.period
        metrics = utils.load_conf(CONF.collect.metrics_conf)["metrics"]
        step = min(metric["extra_args"]["force_granularity"] for metric in metrics.values())
        waiting = self._conn.status.get(details=False)["storage"]["summary"]
        # In each step there are two samples.
        if waiting["measures"] > waiting["metrics"] * 2 * since / step:
            LOG.warning("Nothing is rated: Gnocchi has %s samples to work in", waiting["measures"])
            return False
        end = tz.localized_now() - datetime.timedelta(seconds=since)
        if any(self._has_sample(name, metric["extra_args"], end) for name, metric in metrics.items()):
            return True
        LOG.warning("Nothing is rated: Gnocchi has no sample of after %s", end)
        return False

    def _has_sample(self, metric, about, since):
        try:
            # Not their count: Gnocchi answers 500 with whole numbers.
            found = self._conn.aggregates.fetch(
                f"(aggregate mean (metric {metric} {about['aggregation_method']}))",
                search={"=": {"type": about["resource_type"]}},
                resource_type=about["resource_type"],
                start=since,
                granularity=about["force_granularity"],
            )
        except (exceptions.MetricNotFound, exceptions.BadRequest, exceptions.NotFound):
            return False
        return bool(found["measures"]["aggregated"])

    def _first_period(self, project):
        started = [
            tz.dt_from_iso(resource["started_at"])
            for kind in CONF.fetcher_gnocchi.resource_types
            for resource in self._conn.resource.search(
                resource_type=kind,
                query={"=": {CONF.fetcher_gnocchi.scope_attribute: project}},
                sorts=["started_at:asc"],
                limit=1,
            )
        ]
        seconds = min(started).timestamp() if started else tz.localized_now().timestamp()
        # Periods begin on the hour and, where they are shorter, on multiples of theirs in it.
        begin = seconds - seconds % CONF.collect.period
        return datetime.datetime.fromtimestamp(begin, datetime.timezone.utc)
