const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** A name that says what its value is, and a value that is one: no variable, no switch. */
const SETTING =
  /(?:^|[\s"'{,;])((?:[\w-]*[_-])?(?:password|passwd|plain_text_passwd|secret|api_?key|access_?key|token))["']?\s*[:=]\s*["']?([^\s"',}]+)/gim;
const NO_VALUE = /^(\$\{?[A-Za-z_(]|\{\{|<|true|false|yes|no|null|none|RANDOM|\*+)/i;

export const isSecretName = (name: string): boolean =>
  /(password|passwd|passphrase|secret|api_?key|access_?key|private_?key|token)$/i.test(name);

/** What a text that a machine gets holds of secrets, in words. None of their values is told. */
export function secretsIn(given: string): string[] {
  const text = decoded(given);
  const names = [...text.matchAll(SETTING)]
    .filter(([, name, value]) => name !== undefined && !NO_VALUE.test(value ?? ""))
    .map(([, name]) => `a value for ${name}`);
  return [...(PRIVATE_KEY.test(text) ? ["a private key"] : []), ...new Set(names)];
}

/** User data may be given in base64. */
function decoded(text: string): string {
  const packed = text.replace(/\s/g, "");
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]{16,}={0,2}$/.test(packed);
  return isBase64 ? Buffer.from(packed, "base64").toString("utf8") : text;
}
