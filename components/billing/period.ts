import type { CustomMeter } from "../service/service";

/** What metering depends on. */
export interface Metered {
  billing?: {
    /** Seconds that are rated together, a multiple of 60. @default 3600 */
    period: number;
    /** What is metered beside what every cloud has, by the name of the meter. */
    meters?: Record<string, CustomMeter>;
  };
}

/** Seconds that are rated together. */
export const periodOf = ({ billing }: Metered): number => billing?.period ?? 3600;

/**
 * Seconds of one step in which a resource counts as there or not: what part of a period it was there is
 * what is paid for. Gnocchi keeps steps of 60 and of 300 seconds.
 */
export const stepOf = (period: number): number => (period % 300 === 0 ? 300 : 60);

/** Seconds between polls: two in a step, so that one which comes late leaves no step empty. */
export const pollOf = (period: number): number => stepOf(period) / 2;

/**
 * How many periods after its begin one is rated. What comes late by less than all of them but the first
 * still gets into it, as a sample does on its way to Gnocchi, which may take a minute or two.
 */
export const waitOf = (period: number): number => Math.max(2, Math.ceil(180 / period));
