/** NumPy arrays: {@code .npy} files and {@code .npz} archives, read as streams in constant memory, and written. */
package dev.assay.datasets.array;
