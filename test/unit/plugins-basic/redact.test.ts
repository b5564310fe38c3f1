import assert from "node:assert/strict";
import { redactor } from "../../../providers/server/redact";
import { secret } from "../../../providers/server/values";

describe("redaction", () => {
  it("hides what a secret connection holds, but for the place that an error is about", () => {
    const connection = secret({ host: "10.0.0.11", user: "operator", privateKey: "line1\nline2" });
    const hide = redactor({ connection, stdin: secret("hunter22") });
    assert.equal(
      hide("operator@10.0.0.11 with line1, line2 and hunter22"),
      "operator@10.0.0.11 with [secret], [secret] and [secret]",
    );
  });
});
