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

FILE = "<PyScripts: %s>" % ASKED["name"]  # noqa: F821
# A Monday. Prices by the hour and by the day of the week are what scripts are for.
START = datetime.datetime(2026, 1, 5, tzinfo=datetime.timezone.utc)
HOURS = 7 * 24


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


def texts(what, service, value):
    if isinstance(value, dict) and all(
        isinstance(text, str) for pair in value.items() for text in pair
    ):
        return None
    return "it leaves %r as the %s of %s: a dict of strings is wanted" % (value, what, service)


def left(data):
    """What is wrong with what a script leaves: CloudKitty takes nothing else back."""
    try:
        for name in ("begin", "end"):
            if not isinstance(data["period"][name], datetime.datetime):
                return "it leaves %r as the period's %s" % (data["period"][name], name)
        for service, points in data["usage"].items():
            for one in points:
                wrong = (
                    amount("quantity", service, one["vol"]["qty"])
                    or amount("price", service, one["rating"]["price"])
                    or texts("groupby", service, one["groupby"])
                    or texts("metadata", service, one["metadata"])
                )
                if wrong:
                    return wrong
    except (KeyError, TypeError, AttributeError) as error:
        return "it leaves usage that CloudKitty does not understand (%s)" % said(error)


def mistake():
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
