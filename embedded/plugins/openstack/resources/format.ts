/** A time as the state keeps it: UTC, whole seconds. OpenStack's times without a zone are UTC. */
export function timestamp(text: string): string {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? text : new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
