import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tools } from "./config";
import { configMistakes, connect } from "./config";
import { inputTable } from "../fields/field";
import { configFields } from "./fields/config";
import { ratingQuote } from "./functions";
import { estimateType } from "./resources/estimate";
import { moduleType } from "./resources/module";
import { planTimelineType } from "./resources/plan-timeline";
import { restType } from "./resources/rest";
import { field, group, mapping, pyscript, service, threshold } from "./resources/rows";
import { scopeStateType } from "./resources/scope-state";
import { timelineType } from "./resources/timeline";
import type { Properties, Provider } from "../server";
import { containsUnknown, ProviderError } from "../server";
import { VERSION } from "./version";

/** Prices through CloudKitty. Nothing is sent before it is needed. */
export function cloudkittyProvider(): Provider {
  let config: Properties | undefined;
  let connected: Tools | undefined;
  const tools = (): Tools => {
    if (config === undefined || containsUnknown(config)) {
      throw new ProviderError(
        "the configuration of the cloudkitty provider is not known yet: it depends on what this run makes",
      );
    }
    return (connected ??= connect(config));
  };
  return {
    name: "cloudkitty",
    version: VERSION,
    schema: readFileSync(join(__dirname, "schema.json"), "utf8"),
    config: inputTable(configFields),
    checkConfig: configMistakes,
    configure(given) {
      connected?.cloudkitty.close();
      connected = undefined;
      config = given;
    },
    resources: {
      "cloudkitty:index:RatingModule": moduleType(tools),
      "cloudkitty:index:HashmapService": restType(tools, service),
      "cloudkitty:index:HashmapField": restType(tools, field),
      "cloudkitty:index:HashmapGroup": restType(tools, group),
      "cloudkitty:index:HashmapMapping": restType(tools, mapping),
      "cloudkitty:index:HashmapThreshold": restType(tools, threshold),
      "cloudkitty:index:Pyscript": restType(tools, pyscript),
      "cloudkitty:index:ScopeState": scopeStateType(tools),
      "cloudkitty:index:RateTimeline": timelineType(tools),
      "cloudkitty:index:PlanTimeline": planTimelineType(tools),
      "cloudkitty:index:CostEstimate": estimateType,
    },
    functions: { "cloudkitty:index:ratingQuote": ratingQuote(tools) },
  };
}
