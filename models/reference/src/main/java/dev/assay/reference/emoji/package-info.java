/** Two towers that place pictures of emoji and their descriptions in one space. */
package dev.assay.reference.emoji;
