"""CloudKitty puts what a caller asks for into InfluxDB's query as it is, and a tenant's user who filters by
type:x' OR "project_id"!='x is told the use of all tenants. This storage refuses whatever could end a word in a query."""

import datetime
import re

from cloudkitty.storage.v2 import influx
from werkzeug import exceptions

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
