/** What a run of a group benchmark found, as it is written to JSON. */
package dev.assay.spec.groups.result;
