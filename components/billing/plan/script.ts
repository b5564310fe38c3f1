import { meterOf } from "./priced";
import { DAYS, type Billing, type Hours } from "./types";

/** What the script for hours is made from. */
export interface ScriptArgs extends Pick<Billing, "timeZone" | "holidays"> {
  /** The hours of each plan that has any, by the plan's name. */
  hours: Record<string, Hours[]>;
  /** The default plan. */
  plan: string;
  /** The plans of those that are on another one, the first of several, by the project's id. */
  projects: Record<string, string>;
}

/**
 * A script for CloudKitty's module pyscripts that multiplies prices by the hour, after hashmap has made
 * them. A period has the price of when it begins.
 */
export function hoursScript(args: ScriptArgs): string {
  return `# Prices by the hour. Made from the price lists: what is changed here is lost.
import datetime
import decimal
import zoneinfo

${settings(args)}

${FACTOR}

def change(data):
    at = data["period"]["begin"]
    if at.tzinfo is None:
        at = at.replace(tzinfo=datetime.timezone.utc)
    at = at.astimezone(ZONE)
    for meter, points in data["usage"].items():
        for point in points:
            project = point["groupby"].get("project_id")
            factor = factor_of(HOURS.get(PLANS.get(project, PLAN), []), meter, at)
            if factor is not None:
                point["rating"]["price"] = decimal.Decimal(point["rating"]["price"]) * factor


change(data)
`;
}

/** What the script says before its functions. */
export function settings({ timeZone, holidays, hours, plan, projects }: ScriptArgs): string {
  const plans = Object.entries(hours).map(
    ([name, rules]) => `    ${python(name)}: [${rules.map(ruleText).join("")}\n    ],`,
  );
  const others = Object.entries(projects)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, name]) => `    ${python(id)}: ${python(name)},`);
  return `ZONE = zoneinfo.ZoneInfo(${python(timeZone)})
HOLIDAYS = {${[...holidays].sort().map(python).join(", ")}}
PLAN = ${python(plan)}
# Projects on another plan.
PLANS = {
${others.join("\n")}
}
# By plan: days (7 is a holiday), minutes since midnight, the factor, meters, of which none stands
# for all. Where the end is before the beginning, the first hours of a day and its last ones are meant.
HOURS = {
${plans.join("\n")}
}`;
}

/** Python that finds the factor of an hour. */
export const FACTOR = `
def day_of(date):
    return 7 if date.isoformat() in HOLIDAYS else date.weekday()


def factor_of(rules, meter, at):
    minute = at.hour * 60 + at.minute
    for days, begin, end, factor, meters in rules:
        if meters and meter not in meters:
            continue
        if day_of(at.date()) not in days:
            continue
        if begin <= minute < end if begin < end else minute >= begin or minute < end:
            return decimal.Decimal(factor)
    return None
`;

function ruleText(rule: Hours): string {
  const { days, from, to, factor, meters } = hoursParts(rule);
  const names = meters.map(python).join(", ");
  const parts = [`{${days.join(", ")}}`, String(from), String(to), python(factor), `[${names}]`];
  return `\n        # ${rule.name.replaceAll(/\s+/g, " ")}\n        (${parts.join(", ")}),`;
}

/** Hours as the script has them. */
export const hoursParts = ({ days, from, to, factor, meters = [] }: Hours) => ({
  days: days.map((day) => DAYS.indexOf(day)).sort((a, b) => a - b),
  from,
  to,
  factor,
  meters: meters.map(meterOf),
});

/** A text as Python has it: JSON's form is one of them. */
export const python = (text: string): string => JSON.stringify(text);
