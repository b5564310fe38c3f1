import assert from "node:assert/strict";
import { Python } from "../../../providers/cloudkitty/python/python";

describe("cloudkitty: scripts are compiled and tried", function () {
  this.timeout(30_000);
  const python = new Python(["python3"]);
  const said = async (script: string): Promise<string> => {
    const found = await python.compile("it", script);
    return found === undefined ? "nothing" : `${found.line}: ${found.message}`;
  };

  const POINT = "data['usage']['instance'][0]";
  const half = `import decimal
for service, points in data['usage'].items():
    for point in points:
        point['rating']['price'] *= decimal.Decimal('0.5')
`;
  const cases: [string, string, string][] = [
    ["nothing to do", "pass", "nothing"],
    ["a discount", half, "nothing"],
    ["what the script prints", "print('{}')\nprint('x')", "nothing"],
    ["another frame in its place", "data = {'period': data['period'], 'usage': {}}", "nothing"],
    ["a syntax error", "a = 1\nthis is ( not python\n", "2: SyntaxError: '(' was never closed"],
    [
      "wrong indentation",
      "if True:\npass\n",
      "2: IndentationError: expected an indented block after 'if' statement on line 1",
    ],
    [
      "a name that nothing has",
      "\n\nusage['instance']",
      "3: NameError: name 'usage' is not defined (with the period from Monday 00:00)",
    ],
    [
      "an error deep in a library",
      "import json\n\ndef f():\n    json.loads('{')\n\nf()\n",
      "4: JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1) (with the period from Monday 00:00)",
    ],
    [
      "an error at night",
      "if data['period']['begin'].hour == 2:\n    1 / 0\n",
      "2: ZeroDivisionError: division by zero (with the period from Monday 02:00)",
    ],
    [
      "an error on Sunday",
      "if data['period']['begin'].weekday() == 6:\n    raise ValueError()\n",
      "2: ValueError (with the period from Sunday 00:00)",
    ],
    [
      "floats and decimals together",
      half.replace("decimal.Decimal('0.5')", "0.5"),
      "4: TypeError: unsupported operand type(s) for *=: 'decimal.Decimal' and 'float' (with the period from Monday 00:00)",
    ],
    ["an exit", "import sys\nsys.exit(0)", "2: SystemExit: 0 (with the period from Monday 00:00)"],
    [
      "a price that is none",
      half.replace("*= decimal.Decimal('0.5')", "= None"),
      "undefined: it leaves None as a price of instance, which is no number (with the period from Monday 00:00)",
    ],
    ["a price that is gone is 0", `${POINT}['rating'] = {}`, "nothing"],
    ["metadata of any kind", `${POINT}['metadata']['n'] = 1`, "nothing"],
    [
      "what CloudKitty has no place for in a point",
      `${POINT}['discount'] = 1`,
      "undefined: it leaves 'discount' in a point of instance, where CloudKitty takes none (with the period from Monday 00:00)",
    ],
    [
      "a unit that is no text",
      `${POINT}['vol']['unit'] = 1`,
      "undefined: it leaves 1 as the unit of instance: a string is wanted (with the period from Monday 00:00)",
    ],
    [
      "a quantity that is gone",
      `del ${POINT}['vol']['qty']`,
      "undefined: it leaves vol of a point of instance without 'qty' (with the period from Monday 00:00)",
    ],
    [
      "a service without points",
      "data['usage']['instance'] = None",
      "undefined: it leaves None as the points of instance: a list is wanted (with the period from Monday 00:00)",
    ],
    [
      "no frame at all",
      "data = None",
      "undefined: it leaves None as data: a dict is wanted (with the period from Monday 00:00)",
    ],
  ];
  for (const [what, script, wanted] of cases) {
    it(what, async () => assert.equal(await said(script), wanted));
  }

  it("ends a script that does not", async () => {
    const hasty = new Python(["python3"], 1500);
    assert.deepEqual(await hasty.compile("it", "while True: pass"), {
      line: undefined,
      message: "it did not end within 1.5 s",
    });
  });

  it("tries it on the usage given", async () => {
    const script = "assert data['usage']['gpu'][0]['vol']['qty'] == 3, data";
    assert.equal((await python.compile("it", script))?.line, 1);
    const sample = [{ service: "gpu", quantity: "3" }];
    assert.equal(await python.compile("it", script, sample), undefined);
  });

  it("says so where there is no Python", async () => {
    assert.deepEqual(await new Python(["/nowhere/python3"]).compile("it", "pass"), {
      line: undefined,
      message:
        'it cannot be checked by "/nowhere/python3": spawn /nowhere/python3 ENOENT. ' +
        "Set the provider's python to a command that runs Python 3.",
    });
    assert.deepEqual(
      await new Python(["sh", "-c", "echo no route >&2; exit 255"]).compile("it", "pass"),
      {
        line: undefined,
        message:
          'it cannot be checked by "sh -c echo no route >&2; exit 255": no route. ' +
          "Set the provider's python to a command that runs Python 3.",
      },
    );
  });
});
