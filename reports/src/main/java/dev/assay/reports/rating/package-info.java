/** Blind rating of images by people: the sheet they fill in, and what they send back. */
package dev.assay.reports.rating;
