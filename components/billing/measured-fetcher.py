"""CloudKitty's fetcher by Gnocchi begins with a new project at the first of the month and goes through every
period since, one by one. This one begins where something of the project was first measured."""

import datetime

from cloudkitty import storage_state
from cloudkitty.fetcher import gnocchi
from cloudkitty.utils import tz
from oslo_config import cfg
from oslo_log import log

LOG = log.getLogger(__name__)
CONF = cfg.CONF


class MeasuredFetcher(gnocchi.GnocchiFetcher):
    name = "measured"

    def get_tenants(self):
        projects = super().get_tenants()
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
