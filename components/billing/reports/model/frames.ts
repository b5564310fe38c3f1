import type { Amount, Usage } from "../../rating/types";
import { iso, seconds } from "../calendar";
import { Exact, text } from "../decimal";

/** One rated quantity, as CloudKitty keeps it. */
export interface Frame extends Usage {
  unit: string;
  resource: string;
  /** What CloudKitty made it cost. */
  price: Amount;
}

/** The part of an answer to GET /v2/dataframes that is read. */
export interface Dataframes {
  total: number;
  dataframes: {
    period: { begin: string; end: string };
    usage: Record<
      string,
      {
        vol: { unit: string; qty: number | string };
        rating: { price: number | string };
        groupby: Record<string, string | null>;
        metadata: Record<string, string | null>;
      }[]
    >;
  }[];
}

/** Frames of one project; those of others are left out, for CloudKitty's filters are not to be relied on. */
export function* framesOf({ dataframes }: Dataframes, projectId: string): Generator<Frame> {
  for (const { period, usage } of dataframes) {
    const begin = iso(seconds(period.begin));
    const end = iso(seconds(period.end));
    for (const [meter, points] of Object.entries(usage)) {
      for (const { vol, rating, groupby, metadata } of points) {
        if (groupby.project_id !== projectId) continue;
        yield {
          meter,
          begin,
          end,
          // The shortest text of a double is what CloudKitty was given.
          quantity: plain(vol.qty),
          price: plain(rating.price),
          unit: vol.unit,
          resource: groupby.id ?? "",
          attributes: words({ ...groupby, ...metadata }),
        };
      }
    }
  }
}

/** Without an exponent: 1e-7 is 0.0000001. */
const plain = (value: number | string): Amount => text(new Exact(value));

const words = (attributes: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) =>
      value === null || value === "" ? [] : [[key, value]],
    ),
  );
