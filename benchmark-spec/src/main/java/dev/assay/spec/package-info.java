/**
 * What is measured, with which parameters, and what came of it: YAML that people edit on the way in, JSON on the way
 * out. Nothing here computes.
 */
package dev.assay.spec;
