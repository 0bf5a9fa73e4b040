/**
 * Relay diffusion (Teng et al. 2023, RDM): images of a low resolution are enlarged and sampling goes on from there, from
 * noise and blur at once. Noise levels are those of EDM (Karras et al. 2022): a state is A x0 + sigma noise, where A blurs
 * each patch on its own by weighing its DCT, and noise is white noise with block noise in it.
 *
 * <p>As in {@link dev.assay.reference.diffusion}, everything is written once over an algebra
 * ({@link dev.assay.reference.relay.PatchAlgebra}), so that the same lines compute in double or record themselves into a
 * network.
 */
package dev.assay.reference.relay;
