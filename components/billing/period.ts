import type { Site } from "../service/service";

/** Seconds that are rated together, a multiple of 60. */
export const periodOf = ({ billing }: Pick<Site, "billing">): number => billing?.period ?? 3600;

/**
 * Seconds of one step in which a resource counts as there or not: what part of a period it was there is
 * what is paid for. Gnocchi keeps steps of 60 and of 300 seconds.
 */
export const stepOf = (period: number): number => (period % 300 === 0 ? 300 : 60);

/** Seconds between polls: two in a step, so that one which comes late leaves no step empty. */
export const pollOf = (period: number): number => stepOf(period) / 2;
