import type { Tools } from "./config";
import { decimal, normalDecimal } from "./decimal";
import { inputTable } from "../fields/field";
import type { Fields } from "../fields/field";
import { nestedMistakes } from "../fields/nested";
import { textOf } from "../fields/text";
import { quoteArgs } from "./fields/others";
import type { FunctionType, Properties } from "../server";
import { ProviderError } from "../server";
import { checkInputs } from "../server/inputs";

export const quoteResult: Fields = {
  price: {
    kind: "string",
    required: true,
    description: 'What it costs in all, a decimal number such as "0.4".',
  },
};

/** What usage would cost for one period, by the modules that are enabled. */
export function ratingQuote(tools: () => Tools): FunctionType {
  return {
    async invoke(args, { signal }): ReturnType<FunctionType["invoke"]> {
      const { failures } = checkInputs(inputTable(quoteArgs), args);
      failures.push(...nestedMistakes(quoteArgs, args));
      if (failures.length > 0) return { outputs: {}, failures };
      const resources = (args.resources as Properties[]).map(resourceOf);
      const body = { resources };
      const path = "/v1/rating/quote";
      const answer = await tools().cloudkitty.call({ method: "POST", path, body, signal });
      const price = decimal(textOf(answer));
      if (price === undefined) {
        throw new ProviderError(`CloudKitty quoted ${JSON.stringify(answer)}, which is no price`);
      }
      return { outputs: { price } };
    },
  };
}

/**
 * A description without groupby and metadata is taken, too, and no field of it is priced: both are
 * always sent.
 */
function resourceOf({ service, volume, groupby, metadata }: Properties): Properties {
  return {
    service: service ?? "",
    volume: normalDecimal(volume ?? "1"),
    desc: { groupby: groupby ?? {}, metadata: metadata ?? {} },
  };
}
