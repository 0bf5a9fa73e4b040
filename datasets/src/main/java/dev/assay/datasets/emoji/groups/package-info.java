/** The edition {@code emoji-groups}: related pictures of the embedded set, to train on and to measure by. */
package dev.assay.datasets.emoji.groups;
