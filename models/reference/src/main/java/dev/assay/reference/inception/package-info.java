/** The Inception network of 2015-12-05 that FID, sFID, KID and the Inception Score are defined on. */
package dev.assay.reference.inception;
