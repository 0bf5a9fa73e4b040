/** Plans and runs evaluations on this machine; the command line {@code assay}. */
package dev.assay.local;
