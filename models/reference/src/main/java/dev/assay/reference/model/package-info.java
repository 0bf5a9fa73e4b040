/** Models by name: presets of publications and configurations of users, their networks, and the parts exported of them. */
package dev.assay.reference.model;
