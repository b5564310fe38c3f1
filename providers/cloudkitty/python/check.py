"""Compiles a pyscript and tries it on usage, as CloudKitty 22.0.0's module pyscripts runs it.

It is given the variable `ASKED`: {name, script, sample}. It prints one line of JSON: {} when all is
well, else {line, message}.
"""
import copy
import datetime
import decimal
import io
import json
import sys
import traceback
import zlib

FILE = "<PyScripts: %s>" % ASKED["name"]  # noqa: F821
# A Monday. Prices by the hour and by the day of the week are what scripts are for.
START = datetime.datetime(2026, 1, 5, tzinfo=datetime.timezone.utc)
HOURS = 7 * 24
# Bytes of MariaDB's column, which has scripts compressed: of what is longer CloudKitty says 500.
COLUMN = 65535


def point(frame):
    return {
        "vol": {
            "unit": frame.get("unit") or "unit",
            "qty": decimal.Decimal(frame.get("quantity") or "1"),
        },
        "rating": {"price": decimal.Decimal(frame.get("price") or "1")},
        "groupby": dict(frame.get("groupby") or {}),
        "metadata": dict(frame.get("metadata") or {}),
    }


def usage():
    found = {}
    for frame in ASKED["sample"]:  # noqa: F821
        found.setdefault(frame["service"], []).append(point(frame))
    return found


def line_of(error):
    """The line of the script itself that an error came from, however deep it was."""
    lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == FILE]
    return lines[-1] if lines else None


def said(error):
    text = str(error)
    return "%s: %s" % (type(error).__name__, text) if text else type(error).__name__


def amount(what, service, value):
    """CloudKitty makes a number of it in the same way."""
    try:
        number = decimal.Decimal(str(value))
    except decimal.InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        return "it leaves %r as a %s of %s, which is no number" % (value, what, service)


def keys(what, value, required, allowed=()):
    """What is wrong with a dict's keys: CloudKitty takes back no others than it gave."""
    if not isinstance(value, dict):
        return "it leaves %r as %s: a dict is wanted" % (value, what)
    for name in required:
        if name not in value:
            return "it leaves %s without %r" % (what, name)
    for name in value:
        if name not in required and name not in allowed:
            return "it leaves %r in %s, where CloudKitty takes none" % (name, what)
    return None


def left_point(service, one):
    point = "a point of %s" % service
    wrong = keys(point, one, ("vol", "groupby", "metadata"), ("rating",))
    wrong = wrong or keys("vol of " + point, one["vol"], ("unit", "qty"))
    wrong = wrong or keys("rating of " + point, one.get("rating", {}), (), ("price",))
    for name in ("groupby", "metadata"):
        if not wrong and not isinstance(one[name], dict):
            wrong = keys("%s of %s" % (name, point), one[name], ())
    if wrong:
        return wrong
    if not isinstance(one["vol"]["unit"], str):
        return "it leaves %r as the unit of %s: a string is wanted" % (one["vol"]["unit"], service)
    quantity = amount("quantity", service, one["vol"]["qty"])
    return quantity or amount("price", service, one.get("rating", {}).get("price", 0))


def left(data):
    """What is wrong with what a script leaves: one such point, and the project's rating stops."""
    wrong = keys("data", data, ("period", "usage"))
    wrong = wrong or keys("the period", data["period"], ("begin", "end"))
    wrong = wrong or (None if isinstance(data["usage"], dict) else keys("usage", data["usage"], ()))
    if wrong:
        return wrong
    for name in ("begin", "end"):
        if not isinstance(data["period"][name], datetime.datetime):
            return "it leaves %r as the period's %s" % (data["period"][name], name)
    for service, points in data["usage"].items():
        if not isinstance(points, (list, tuple)):
            return "it leaves %r as the points of %s: a list is wanted" % (points, service)
        for one in points:
            wrong = left_point(service, one)
            if wrong:
                return wrong
    return None


def mistake():
    size = len(zlib.compress(ASKED["script"].encode("utf-8", "surrogatepass")))  # noqa: F821
    if size > COLUMN:
        message = "it has %d bytes when it is compressed, and CloudKitty keeps %d of them at most: " \
            "make it shorter, or several of it" % (size, COLUMN)
        return {"line": None, "message": message}
    try:
        code = compile(ASKED["script"], FILE, "exec")  # noqa: F821
    except SyntaxError as error:
        return {"line": error.lineno, "message": "%s: %s" % (type(error).__name__, error.msg)}
    except ValueError as error:
        return {"line": None, "message": said(error)}
    for hour in range(HOURS):
        begin = START + datetime.timedelta(hours=hour)
        period = {"begin": begin, "end": begin + datetime.timedelta(hours=1)}
        context = {"data": copy.deepcopy({"period": period, "usage": usage()})}
        when = " (with the period from %s)" % begin.strftime("%A %H:%M")
        try:
            exec(code, context)
            wrong = left(context.get("data"))
        # SystemExit is none of Exception, and would end the rating as well.
        except BaseException as error:
            return {"line": line_of(error), "message": said(error) + when}
        if wrong:
            return {"line": None, "message": wrong + when}
    return {}


# What the script prints is no answer.
out, sys.stdout = sys.stdout, io.StringIO()
out.write(json.dumps(mistake()) + "\n")
