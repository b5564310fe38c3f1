import type { InputTable } from "../../../providers/server/inputs";

/** Every type has them: when one of them changes, a new value is made. */
export const keepers: InputTable = { keepers: { kind: "map" } };

/** What a seed gives is the official provider's secret: Go's own generator. */
export const seed: InputTable = {
  seed: {
    kind: "string",
    mistake: () =>
      "is not there in the embedded engine: leave it out, as the value is kept anyway, or use pulumi",
  },
};
