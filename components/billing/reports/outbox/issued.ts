import type { About } from "../store/about";
import type { Event } from "./outbox";

/** A closed report or a correction is there. Told again it is the same event, which the outbox knows. */
export function issuedEvent(about: About): Event {
  const { number, kind, corrects, issued, tenant, month, begin, end, currency, total } = about;
  const { subtotal, cloudkitty, agrees } = about;
  return {
    id: `report.${number}`,
    type: "report.issued",
    created: issued,
    data: {
      number,
      kind,
      corrects,
      issued,
      tenant,
      month,
      begin,
      end,
      currency,
      total,
      subtotal,
      cloudkitty,
      agrees,
    },
  };
}
