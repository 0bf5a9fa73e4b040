package dev.assay.reference.relay;

/**
 * The numbers of a relay's step from one noise level to the next, of a type X that may be known only when it runs.
 *
 * @param carried what is left of x: sqrt(1 - eta^2) next / sigma
 * @param gains what the coefficients of the estimated image are multiplied by, [patch,patch]: kept at next less carried
 *     times kept at sigma
 * @param ratio sigma / next
 * @param added the standard deviation of fresh noise: eta next
 */
public record StepNumbers<X>(X carried, X gains, X ratio, X added) {}
