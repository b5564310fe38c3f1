"""CloudKitty puts what a caller asks for into InfluxDB's query as it is, and a tenant's user who filters by
type:x' OR "project_id"!='x is told the use of all tenants. This storage refuses whatever could end a word in a query.

And what InfluxDB does not take it keeps, to be written with what is rated next: with what the same period is rated
once more, which may differ by then, and with other projects' periods. Here it is forgotten: it is rated again."""

import datetime
import pathlib
import re

from cloudkitty.storage.v2 import influx
from oslo_config import cfg
from oslo_log import log
from werkzeug import exceptions

LOG = log.getLogger(__name__)
CONF = cfg.CONF
# InfluxDB that says so once says so until it is started anew: see influxdb.ts.
STUCK = "error writing WAL entry"
STUCK_FILE = "influxdb-is-stuck"

NAME = re.compile(r"[\w.-]+")
# Nothing that ends a text in a query.
TEXT = re.compile(r"[^'\"\\\x00-\x1f]*")
FIELD = r"(sum|min|max|mean|count|first|last)\(\w+\)( as \w+)?"
FIELDS = re.compile(rf"{FIELD}(, ?{FIELD})*", re.IGNORECASE)


def check(form, what, *words):
    for word in words:
        if not form.fullmatch(str(word)):
            raise exceptions.BadRequest(f"{what} cannot be {word!r}")


def each(value):
    return value if isinstance(value, (list, tuple)) else [value]


def check_filters(types, filters):
    check(TEXT, "a type", *each(types or []))
    for name, value in (filters or {}).items():
        check(NAME, "a filter's name", name)
        check(TEXT, f"{name}", *each(value))


class CarefulClient(influx.InfluxClient):
    def commit(self):
        try:
            super().commit()
        except Exception as error:
            if STUCK in str(error):
                LOG.error("InfluxDB found its disk full, and has to be started anew: %s", error)
                folder = pathlib.Path(CONF.oslo_concurrency.lock_path)
                # systemd takes it away with each service that ends.
                folder.mkdir(exist_ok=True)
                folder.joinpath(STUCK_FILE).touch()
            raise
        finally:
            self._points = []

    def get_total(self, types, begin, end, custom_fields, groupby=None, filters=None, limit=None):
        check_filters(types, filters)
        check(NAME, "a group's name", *(groupby or []))
        check(FIELDS, "custom_fields", custom_fields)
        return super().get_total(types, begin, end, custom_fields, groupby, filters, limit)

    def retrieve(self, types, filters, *args, **kwargs):
        check_filters(types, filters)
        return super().retrieve(types, filters, *args, **kwargs)

    def delete(self, begin, end, filters):
        check_filters(None, filters)
        return super().delete(begin, end, filters)


class CarefulStorage(influx.InfluxStorage):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._conn = CarefulClient(default_period=self._default_period)

    def delete(self, begin=None, end=None, filters=None):
        # Rating again takes back all since the last period that is to stay rated, and goes on one period
        # later: what began with that last one would be lost.
        if begin is not None:
            begin += datetime.timedelta(seconds=self._default_period)
        super().delete(begin, end, filters)
