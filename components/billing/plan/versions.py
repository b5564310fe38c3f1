def instant(text):
    return datetime.datetime.fromisoformat(text)


def plan_at(project, begin):
    plan = PLANS.get(project, PLAN)
    for since, name in CHANGES.get(project, []):
        if instant(since) <= begin:
            plan = name
    return plan


def version_at(plan, begin):
    for since, until, version in VERSIONS.get(plan, []):
        if (since is None or instant(since) <= begin) and (until is None or begin < instant(until)):
            return json.loads(version)
    return None


def places_of(version, project, meter):
    """A meter's rules, by the field that they look at: mappings, thresholds."""
    places = {None: ({}, {})}
    # What a project has of its own takes the place of what holds for all.
    for rule in version["rules"] + version["own"].get(str(OWN.get(project)), []):
        meters, kind, cost, field, value, level, group = (rule + [None] * 4)[:7]
        if meter not in meters:
            continue
        mappings, thresholds = places.setdefault(field, ({}, {}))
        if level is None:
            mappings[group, value] = kind, decimal.Decimal(cost)
        else:
            thresholds[group, decimal.Decimal(level)] = kind, decimal.Decimal(cost)
    return places


def number(text):
    try:
        found = decimal.Decimal(text)
    except decimal.InvalidOperation:
        return None
    return found if found.is_finite() else None


def reach(results, thresholds, reached, scope):
    for (group, level), (kind, cost) in thresholds.items():
        if reached >= level:
            result = results.setdefault(group, [ZERO, ONE, None])
            if level > (result[2][0] if result[2] else -1):
                result[2] = level, kind, cost, scope


def price_of(places, point):
    """As the module hashmap: the largest flat price, all rates, the highest threshold that is reached."""
    attributes = {**point["metadata"], **point["groupby"]}
    quantity = decimal.Decimal(point["vol"]["qty"])
    results = {}
    for field, (mappings, thresholds) in places.items():
        if field is not None and field not in attributes:
            continue
        found = str(attributes.get(field))
        for (group, value), (kind, cost) in mappings.items():
            if value is not None and value != found:
                continue
            result = results.setdefault(group, [ZERO, ONE, None])
            if kind == "rate":
                result[1] *= cost
            elif cost > result[0]:
                result[0] = cost
        reached = quantity if field is None else number(found)
        if reached is not None:
            reach(results, thresholds, reached, "service" if field is None else "field")
    return sum((whole(result, quantity) for result in results.values()), ZERO)


def whole(result, quantity):
    flat, rate, threshold = result
    if threshold is None:
        return rate * flat * quantity
    level, kind, cost, scope = threshold
    if scope == "service":
        price = rate * flat * quantity
        return price + cost if kind == "flat" else price * cost
    if kind == "flat":
        return rate * (flat + cost) * quantity
    return rate * cost * flat * quantity


def change(data):
    begin = data["period"]["begin"]
    if begin.tzinfo is None:
        begin = begin.replace(tzinfo=datetime.timezone.utc)
    at = begin.astimezone(ZONE)
    plans, versions, places = {}, {}, {}
    for meter, points in data["usage"].items():
        for point in points:
            project = point["groupby"].get("project_id")
            if project not in plans:
                plans[project] = plan_at(project, begin)
            plan = plans[project]
            if plan not in versions:
                versions[plan] = version_at(plan, begin)
            version = versions[plan]
            price = decimal.Decimal(point["rating"]["price"])
            # What is in none of the lists has the price that somebody gave it.
            if version is not None and meter in METERS:
                key = plan, project, meter
                if key not in places:
                    places[key] = places_of(version, project, meter)
                price = price_of(places[key], point)
            hours = HOURS.get(plan, []) if version is None else version["hours"]
            factor = factor_of(hours, meter, at)
            if factor is not None:
                price *= decimal.Decimal(factor)
            point["rating"]["price"] = price
