/**
 * Benchmarks of systems that make several related pictures from one instruction. Tasks are YAML that people edit; the
 * records here are what they say once expanded, and the hash is taken of that.
 */
package dev.assay.spec.groups;
